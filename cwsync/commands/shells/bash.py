"""The completion of bash, from version 3.2 on, which macOS still has. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from shlex import quote

from cwsync.commands.shells.tree import Command, Source, Value

HEAD = """\
# Completion of cwsync for bash. Made from the command tree by `make completions`.
#
# Commands, options and fixed values are in this file. Names of profiles, boards, statuses and the
# like come from `cwsync completion values`, which reads what is kept and asks nobody.

"""
TAIL = r"""
# Offers those lines of $1 that begin with what was typed, quoted as the line needs it.
_cwsync_offer() {
    local line rest quoted='' typed=$cur
    case $cur in
        \"* | \'*) quoted=1 typed=${cur:1} ;;
        *) typed=${cur//\\/} ;;
    esac
    while IFS= read -r line; do
        line=${line%%$'\t'*}
        [[ -n $line && $line == "$typed"* ]] || continue
        if [[ -z $quoted ]]; then
            printf -v line %q "$line"
            # what stands before a : is no part of the word that bash puts this in place of
            rest=$typed
            while [[ $COMP_WORDBREAKS == *:* && $rest == *:* ]]; do
                rest=${rest#*:} line=${line#*:}
            done
        fi
        COMPREPLY+=("$line")
    done <<<"$1"
}

# Completes a value that is: any, file, choices A B C, or known KIND.
_cwsync_complete_value() {
    case $1 in
        file) compopt -o default 2>/dev/null ;;
        choices\ *) _cwsync_offer "${1#choices }" ;;
        known\ *)
            _cwsync_offer "$("${COMP_WORDS[0]}" completion values "${1#known }" \
                "${words[@]:0:here}" 2>/dev/null)"
            ;;
    esac
}

_cwsync() {
    local cur before='' path='' word words i here=-1 skip=''
    local takes commands options arguments others given=0
    COMPREPLY=() words=()
    compopt +o default 2>/dev/null
    # bash takes words apart at each : that stands in them
    for ((i = 0; i <= COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if ((i > 0)) && [[ $word == :* || (-n $word && ${COMP_WORDS[i - 1]} == :) ]]; then
            words[here]+=$word
        else
            here=$((here + 1))
            words[here]=$word
        fi
    done
    cur=${words[here]}
    # and --option=value at the =
    if [[ $cur == '=' ]]; then
        cur='' before=${words[here - 1]}
    elif [[ ${words[here - 1]} == '=' ]]; then
        before=${words[here - 2]}
    else
        before=${words[here - 1]}
    fi
    for ((i = 1; i < here; i++)); do
        word=${words[i]}
        if [[ $word == '=' ]]; then
            skip=1
        elif [[ -n $skip ]]; then
            skip=''
        elif [[ $word == -* ]]; then
            _cwsync_takes "$path $word"
            skip=$takes
        elif _cwsync_is_command "$path $word"; then
            path="$path $word"
        else
            given=$((given + 1))
        fi
    done
    if [[ $before == -* ]]; then
        _cwsync_takes "$path $before"
        if [[ -n $takes ]]; then
            _cwsync_complete_value "$takes"
            return
        fi
    fi
    _cwsync_describe "$path"
    if [[ $cur == -* ]]; then
        _cwsync_offer "$options"
    elif [[ -n $commands ]]; then
        _cwsync_offer "$commands"
    elif ((given < ${#arguments[@]})); then
        _cwsync_complete_value "${arguments[given]}"
    else
        _cwsync_complete_value "$others"
    fi
}

complete -o default -F _cwsync cwsync
"""


def script(tree: Command) -> str:
    """The whole file."""
    return HEAD + "\n".join((_takes(tree), _is_command(tree), _describe(tree))) + TAIL


def _takes(tree: Command) -> str:
    """Which options take a value, and of what sort; the same sorts stand together."""
    options: dict[str, list[str]] = {}
    for command in tree.all():
        for option in command.options:
            if option.value is not None:
                names = (f"{_path(command)} {name}" for name in option.names)
                options.setdefault(_sort(option.value), []).extend(names)
    cases = [
        f"        {_pattern(names)})\n            takes={quote(sort)}\n            ;;"
        for sort, names in options.items()
    ]
    return _function("_cwsync_takes", "    takes=''\n    case $1 in\n" + "\n".join(cases))


def _is_command(tree: Command) -> str:
    paths = [_path(command) for command in tree.all() if command.path]
    cases = f"        {_pattern(paths)})\n            return 0\n            ;;"
    return _function("_cwsync_is_command", f"    case $1 in\n{cases}", "    return 1\n")


def _describe(tree: Command) -> str:
    cases = ["\n".join(_described(command)) for command in tree.all()]
    start = "    commands='' options='' arguments=() others=''\n    case $1 in\n"
    return _function("_cwsync_describe", start + "\n".join(cases))


def _described(command: Command) -> Iterator[str]:
    names = [name for option in command.options for name in option.names if len(name) > 2]
    yield f"        {quote(_path(command))})"
    if command.commands:
        yield f"            commands={_lines(each.path[-1] for each in command.commands)}"
    yield f"            options={_lines(names)}"
    if command.arguments:
        sorts = " ".join(quote(_sort(value)) for value in command.arguments)
        yield f"            arguments=({sorts})"
        if command.arguments[-1].repeats:
            yield f"            others={quote(_sort(command.arguments[-1]))}"
    yield "            ;;"


def _sort(value: Value) -> str:
    if value.source is Source.CHOICES:
        return "choices " + "\n".join(value.choices)
    return f"known {value.kind}" if value.source is Source.KNOWN else value.source.value


def _path(command: Command) -> str:
    return "".join(f" {word}" for word in command.path)


def _pattern(texts: list[str]) -> str:
    return " | \\\n            ".join(quote(text) for text in texts)


def _lines(words: Iterator[str] | list[str]) -> str:
    return "$'" + "\\n".join(words) + "'"


def _function(name: str, cases: str, after: str = "") -> str:
    return f"{name}() {{\n{cases}\n    esac\n{after}}}\n"
