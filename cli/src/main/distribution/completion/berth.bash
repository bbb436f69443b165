# Completion of berth in bash 3.2 and later.

_berth() {
  local line=${COMP_LINE:0:COMP_POINT} word found fixed width=0
  local -a words=() values=() descriptions=()
  read -ra words <<<"$line"
  [[ $line != *[[:space:]] ]] || words+=("")
  word=${words[${#words[@]} - 1]}
  COMPREPLY=()

  while IFS= read -r found; do
    case $found in
      # bash itself completes files.
      :files) return ;;
      :folders)
        compopt -o plusdirs +o default 2>/dev/null
        return
        ;;
    esac
    values+=("${found%%$'\t'*}")
    descriptions+=("${found#*$'\t'}")
  done < <("${1/#\~/$HOME}" complete -- "${words[@]:1}" 2>/dev/null)
  compopt +o default 2>/dev/null

  # Of a word with a character that breaks words, bash replaces only the part after it.
  local breaks=${COMP_WORDBREAKS//[^:=]/}
  fixed=''
  if [[ -n $breaks && $word == *["$breaks"]* ]]; then
    fixed=${word%"${word##*["$breaks"]}"}
  fi
  local i
  for ((i = 0; i < ${#values[@]}; i++)); do
    COMPREPLY+=("${values[i]#"$fixed"}")
    ((${#COMPREPLY[i]} <= width)) || width=${#COMPREPLY[i]}
  done
  if ((${#values[@]} == 1)); then
    [[ ${values[0]} != *[/:=] ]] || compopt -o nospace 2>/dev/null
  elif [[ ${COMP_TYPE-} == 63 ]]; then
    # They are only displayed, so the descriptions can stand beside them.
    for ((i = 0; i < ${#values[@]}; i++)); do
      if [[ -n ${descriptions[i]} ]]; then
        printf -v found '%-*s  %s' "$width" "${COMPREPLY[i]}" "${descriptions[i]}"
        COMPREPLY[i]=${found:0:${COLUMNS:-80} - 2}
      fi
    done
  fi
}

complete -o default -F _berth berth
