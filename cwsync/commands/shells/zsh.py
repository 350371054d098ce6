"""The completion of zsh. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from cwsync.commands.shells.tree import Command, Option, Source, Value

HEAD = """\
#compdef cwsync
#
# Completion of cwsync for zsh. Made from the command tree by `make completions`.
#
# Commands, options and fixed values are in this file. Names of profiles, boards, statuses and the
# like come from `cwsync completion values`, which reads what is kept and asks nobody.

"""
TAIL = r"""
# Offers what cwsync knows of the kind $1.
_cwsync_known() {
  local -a values shown
  local line cwsync=${(Q)_cwsync_words[1]}
  local known="$($cwsync completion values $1 "${(@Q)_cwsync_words[1,-2]}" 2>/dev/null)"
  for line in ${(f)known}; do
    values+=("${line%%$'\t'*}")
    shown+=("${line/$'\t'/  -- }")
  done
  compadd "${@:2}" -l -d shown -a values
}

_cwsync() {
  local -a _cwsync_words=("${(@)words[1,CURRENT]}")
  _cwsync_at
}

# Loaded by compinit this file is the body of the function; sourced, it has to register itself.
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _cwsync "$@"
else
  compdef _cwsync cwsync
fi
"""


def script(tree: Command) -> str:
    """The whole file."""
    return HEAD + "\n".join("\n".join(_function(command)) for command in tree.all()) + TAIL


def _function(command: Command) -> Iterator[str]:
    specs = [_option(option) for option in command.options]
    yield f"{_name(command)}() {{"
    if command.commands:
        yield "  local curcontext=$curcontext state line"
        yield "  _arguments -C -s -S \\"
        yield from (f"    {spec} \\" for spec in specs)
        yield "    '1: :->command' '*:: :->rest'"
        yield from _below(command)
    else:
        specs += [_argument(at, value) for at, value in enumerate(command.arguments, 1)]
        yield "  _arguments -s -S \\"
        yield from (f"    {spec} \\" for spec in specs[:-1])
        yield f"    {specs[-1]}"
    yield "}\n"


def _below(command: Command) -> Iterator[str]:
    yield "  case $state in"
    yield "    command)"
    yield "      local -a commands=("
    yield from (
        "        " + _quoted(f"{each.path[-1]}:{_colons(each.help)}") for each in command.commands
    )
    yield "      )"
    yield "      _describe -t commands command commands"
    yield "      ;;"
    yield "    rest)"
    yield "      case $line[1] in"
    yield from (f"        {each.path[-1]}) {_name(each)} ;;" for each in command.commands)
    yield "      esac"
    yield "      ;;"
    yield "  esac"


def _name(command: Command) -> str:
    return "_cwsync_at" + "".join(f"_{word.replace('-', '_')}" for word in command.path)


def _option(option: Option) -> str:
    value = ""
    if option.value is not None:
        value = f":{_colons(option.value.metavar)}:{_action(option.value)}"
    told = _quoted(f"[{_brackets(option.help)}]{value}")
    # `+` and `=`: the value may stand in the same word or in the next
    names = [_joined(name, option) for name in option.names]
    if option.repeats:
        return " ".join(_quoted("*" + name) + told for name in names)
    if len(names) == 1:
        return _quoted(names[0]) + told
    return f"'({' '.join(option.names)})'{{{','.join(names)}}}{told}"


def _joined(name: str, option: Option) -> str:
    if option.value is None:
        return name
    return f"{name}=" if name.startswith("--") else f"{name}+"


def _argument(at: int, value: Value) -> str:
    place = "*" if value.repeats else str(at)
    return _quoted(f"{place}:{_colons(value.metavar)}:{_action(value)}")


def _action(value: Value) -> str:
    match value.source:
        case Source.FILE:
            return "_files"
        case Source.CHOICES:
            return f"({' '.join(value.choices)})"
        case Source.KNOWN:
            return f"{{_cwsync_known {value.kind}}}"
        case Source.ANY:
            return " "


def _colons(text: str) -> str:
    return text.replace("\\", "\\\\").replace(":", "\\:")


def _brackets(text: str) -> str:
    return _colons(text).replace("[", "\\[").replace("]", "\\]")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
