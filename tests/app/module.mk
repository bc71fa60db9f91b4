# tests/app: commands as scripts with their expected output, tests/app/NAME.script.
TESTS += %D%/completion
EXTRA_DIST += %D%/completion
