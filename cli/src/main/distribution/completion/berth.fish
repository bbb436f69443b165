# Completion of berth in fish 3 and later.

function __berth_complete
    set -l words (commandline -opc)
    set -l word (commandline -ct)
    set -l found ($words[1] complete -- $words[2..-1] $word 2>/dev/null)
    set -l fixed (string match -r '^.*[:=]' -- $word)
    set -l path (string replace -r '^.*[:=]' '' -- $word)
    switch "$found[1]"
        case :files
            printf '%s\n' "$fixed"(__fish_complete_path $path)
        case :folders
            printf '%s\n' "$fixed"(__fish_complete_directories $path)
        case '*'
            printf '%s\n' $found
    end
end

complete -c berth -f -a '(__berth_complete)'
