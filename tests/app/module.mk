# tests/app: commands as scripts with their expected output, tests/app/NAME.script.
