# app/dayshift.bash - completion of dayshift's command line in bash.

_dayshift_words() { # WORDS...: those that begin with what is typed
  mapfile -t COMPREPLY < <(compgen -W "$*" -- "$cur")
}

_dayshift_paths() {
  compopt -o filenames 2>/dev/null
  mapfile -t COMPREPLY < <(compgen -f -- "$cur")
}

# Commands come from the program itself: a line each, the name before a tab.
_dayshift_commands() {
  local names
  names=$("${COMP_WORDS[0]}" --print-commands 2>/dev/null | cut -f 1)
  [ -n "$names" ] && _dayshift_words "$names" && compopt -o nospace 2>/dev/null
}

_dayshift() {
  local cur=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD - 1]} word
  COMPREPLY=()

  # --option=value arrives as three words
  if [ "$cur" = = ]; then
    cur=
  elif [ "$option" = = ] && [ "$COMP_CWORD" -ge 2 ]; then
    option=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    [ "$word" = -- ] && _dayshift_paths && return
  done

  case $option in
  -c | --command)
    cur=${cur#[\"\']}
    _dayshift_commands
    return
    ;;
  -f | --file)
    _dayshift_paths
    return
    ;;
  -o | --output)
    _dayshift_words table csv json markdown
    return
    ;;
  --threads)
    _dayshift_words "$(seq -s ' ' "$(nproc 2>/dev/null || echo 4)")"
    return
    ;;
  esac

  if [[ $cur == -* ]]; then
    _dayshift_words --command= --file= --repl --output= --threads= \
      --no-color --ascii --version --help -c -f -i -o -h
    [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *= ]] && compopt -o nospace 2>/dev/null
  else
    _dayshift_paths
  fi
}

complete -F _dayshift dayshift
