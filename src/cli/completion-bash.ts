/**
 * The script that completes command lines in bash, of `annals` and of `npx annals`.
 *
 * It needs no package `bash-completion`, may be sourced again, and runs nothing of the line that is being typed: the
 * words go to `annals complete --` as they are.
 */
export const bashCompletion = `# bash completion for annals: source <(annals completion bash)

# The annals of the folder, or of one above, as npx takes it; else the one on the PATH.
__annals_program() {
    local folder=$PWD
    while [[ -n $folder ]]; do
        if [[ -x $folder/node_modules/.bin/annals ]]; then
            printf '%s\\n' "$folder/node_modules/.bin/annals"
            return
        fi
        folder=\${folder%/*}
    done
    type -P annals
}

# Completes the word at the cursor; $1 is the program, $2 the place of the first word behind its name.
__annals_reply() {
    local program=$1 first=$2
    local current=\${COMP_WORDS[COMP_CWORD]} separators='^[=:]+$' words=() word is_joined='' i
    COMPREPLY=()
    # bash takes words apart at = and :
    for ((i = first; i <= COMP_CWORD; i++)); do
        word=\${COMP_WORDS[i]}
        if ((\${#words[@]} > 0)) && { [[ $word =~ $separators ]] || [[ -n $is_joined ]]; }; then
            words[\${#words[@]} - 1]+=$word
        else
            words+=("$word")
        fi
        is_joined=''
        if [[ $word =~ $separators ]]; then is_joined=yes; fi
    done
    if [[ $current =~ $separators ]]; then current=''; fi
    local whole=\${words[\${#words[@]} - 1]} option='' line value
    if [[ $whole == -*=* ]]; then option=\${whole%%=*}=; fi
    local before=\${whole%"$current"}
    while IFS= read -r line; do
        value=$option\${line%%$'\\t'*}
        if [[ $line != :* && $value == "$whole"* ]]; then COMPREPLY+=("\${value#"$before"}"); fi
    done < <("$program" complete -- "\${words[@]}" 2>/dev/null)
    # Files, where one is wanted.
    if [[ \${COMP_WORDS[COMP_CWORD - 1]} == --components || \${COMP_WORDS[COMP_CWORD - 1]} == --local ]]; then
        compopt -o default 2>/dev/null
    fi
}

_annals() {
    local program
    program=$(type -P -- "\${COMP_WORDS[0]}") || program=$(__annals_program) || return 0
    __annals_reply "$program" 1
}

_annals_npx() {
    local i=1 program
    COMPREPLY=()
    while ((i < COMP_CWORD)) && [[ \${COMP_WORDS[i]} == -* ]]; do
        case \${COMP_WORDS[i]} in -p | --package | -w | --workspace) ((i++)) ;; esac
        ((i++))
    done
    if ((i < COMP_CWORD)) && [[ \${COMP_WORDS[i]} == annals ]]; then
        program=$(__annals_program) || return 0
        __annals_reply "$program" $((i + 1))
    else
        compopt -o default 2>/dev/null
    fi
    return 0
}

complete -F _annals annals
# Who completes npx already may know more of it.
complete -p npx >/dev/null 2>&1 || complete -F _annals_npx npx
`.trimEnd();
