# Completion of cwsync for bash. Made from the command tree by `make completions`.
#
# Commands, options and fixed values are in this file. Names of profiles, boards, statuses and the
# like come from `cwsync completion values`, which reads what is kept and asks nobody.

_cwsync_takes() {
    takes=''
    case $1 in
        ' project push --into' | \
            ' project push --start' | \
            ' project push --end' | \
            ' project push --project-id' | \
            ' project status --into' | \
            ' project status --project-id' | \
            ' opportunities list --search' | \
            ' opportunities list --sort' | \
            ' opportunities list --limit' | \
            ' forecast sync --project-id' | \
            ' salesorder create --name' | \
            ' salesorder create --project-id' | \
            ' export check --project-id' | \
            ' export show --project-id' | \
            ' export convert --project-id' | \
            ' export login --client-id' | \
            ' lookup companies --search' | \
            ' auth login --host' | \
            ' auth login --company-id' | \
            ' auth login --public-key' | \
            ' auth login --client-id' | \
            ' logs --since' | \
            ' logs --limit' | \
            ' sandbox serve --port' | \
            ' sandbox serve --revoke')
            takes=any
            ;;
        ' project push --board' | \
            ' lookup statuses --board')
            takes='known boards'
            ;;
        ' project push --company' | \
            ' project status --company' | \
            ' opportunities list --company')
            takes='known companies'
            ;;
        ' project push --ticket-status')
            takes='known ticket-statuses'
            ;;
        ' project push --project-status')
            takes='known project-statuses'
            ;;
        ' project push --manager')
            takes='known members'
            ;;
        ' project push --template')
            takes='known templates'
            ;;
        ' project push --billing-method')
            takes='choices ActualRates
FixedFee
NotToExceed
OverrideRate'
            ;;
        ' project push --opportunity' | \
            ' project status --opportunity' | \
            ' forecast sync --opportunity' | \
            ' salesorder create --opportunity')
            takes='known opportunities'
            ;;
        ' project push --save-plan' | \
            ' opportunities pull --file' | \
            ' opportunities pull -f' | \
            ' export convert --file' | \
            ' export convert -f' | \
            ' export schema --file' | \
            ' export schema -f' | \
            ' export fetch --file' | \
            ' export fetch -f' | \
            ' doctor --bundle' | \
            ' sandbox serve --faults')
            takes=file
            ;;
        ' project push --profile' | \
            ' project push -p' | \
            ' project apply --profile' | \
            ' project apply -p' | \
            ' project status --profile' | \
            ' project status -p' | \
            ' opportunities list --profile' | \
            ' opportunities list -p' | \
            ' opportunities show --profile' | \
            ' opportunities show -p' | \
            ' opportunities pull --profile' | \
            ' opportunities pull -p' | \
            ' forecast show --profile' | \
            ' forecast show -p' | \
            ' forecast sync --profile' | \
            ' forecast sync -p' | \
            ' salesorder create --profile' | \
            ' salesorder create -p' | \
            ' export fetch --profile' | \
            ' export fetch -p' | \
            ' export login --profile' | \
            ' export login -p' | \
            ' export logout --profile' | \
            ' export logout -p' | \
            ' lookup boards --profile' | \
            ' lookup boards -p' | \
            ' lookup statuses --profile' | \
            ' lookup statuses -p' | \
            ' lookup companies --profile' | \
            ' lookup companies -p' | \
            ' lookup templates --profile' | \
            ' lookup templates -p' | \
            ' lookup members --profile' | \
            ' lookup members -p' | \
            ' lookup stages --profile' | \
            ' lookup stages -p' | \
            ' lookup opportunity-statuses --profile' | \
            ' lookup opportunity-statuses -p' | \
            ' lookup project-statuses --profile' | \
            ' lookup project-statuses -p' | \
            ' lookup billing-methods --profile' | \
            ' lookup billing-methods -p' | \
            ' auth login --profile' | \
            ' auth login -p' | \
            ' auth logout --profile' | \
            ' auth logout -p' | \
            ' auth status --profile' | \
            ' auth status -p' | \
            ' config list --profile' | \
            ' config list -p' | \
            ' config get --profile' | \
            ' config get -p' | \
            ' config set --profile' | \
            ' config set -p' | \
            ' config unset --profile' | \
            ' config unset -p' | \
            ' doctor --profile' | \
            ' doctor -p')
            takes='known profiles'
            ;;
        ' project push --output' | \
            ' project push -o' | \
            ' project apply --output' | \
            ' project apply -o' | \
            ' project status --output' | \
            ' project status -o' | \
            ' opportunities show --output' | \
            ' opportunities show -o' | \
            ' opportunities pull --output' | \
            ' opportunities pull -o' | \
            ' forecast show --output' | \
            ' forecast show -o' | \
            ' forecast sync --output' | \
            ' forecast sync -o' | \
            ' salesorder create --output' | \
            ' salesorder create -o' | \
            ' export check --output' | \
            ' export check -o' | \
            ' export show --output' | \
            ' export show -o' | \
            ' export fetch --output' | \
            ' export fetch -o' | \
            ' auth status --output' | \
            ' auth status -o' | \
            ' config get --output' | \
            ' config get -o' | \
            ' doctor --output' | \
            ' doctor -o' | \
            ' logs --output' | \
            ' logs -o')
            takes='choices table
json'
            ;;
        ' opportunities list --status')
            takes='known opportunity-statuses'
            ;;
        ' opportunities list --stage')
            takes='known stages'
            ;;
        ' opportunities list --output' | \
            ' opportunities list -o' | \
            ' lookup boards --output' | \
            ' lookup boards -o' | \
            ' lookup statuses --output' | \
            ' lookup statuses -o' | \
            ' lookup companies --output' | \
            ' lookup companies -o' | \
            ' lookup templates --output' | \
            ' lookup templates -o' | \
            ' lookup members --output' | \
            ' lookup members -o' | \
            ' lookup stages --output' | \
            ' lookup stages -o' | \
            ' lookup opportunity-statuses --output' | \
            ' lookup opportunity-statuses -o' | \
            ' lookup project-statuses --output' | \
            ' lookup project-statuses -o' | \
            ' lookup billing-methods --output' | \
            ' lookup billing-methods -o' | \
            ' auth list --output' | \
            ' auth list -o' | \
            ' config list --output' | \
            ' config list -o')
            takes='choices table
json
csv'
            ;;
        ' export convert --format')
            takes='choices json'
            ;;
        ' logs --run')
            takes='known runs'
            ;;
        ' sandbox serve --forecast-shape')
            takes='choices array
object'
            ;;
    esac
}

_cwsync_is_command() {
    case $1 in
        ' demo' | \
            ' project' | \
            ' project push' | \
            ' project apply' | \
            ' project status' | \
            ' opportunities' | \
            ' opportunities list' | \
            ' opportunities show' | \
            ' opportunities pull' | \
            ' forecast' | \
            ' forecast show' | \
            ' forecast sync' | \
            ' salesorder' | \
            ' salesorder create' | \
            ' export' | \
            ' export check' | \
            ' export show' | \
            ' export convert' | \
            ' export schema' | \
            ' export fetch' | \
            ' export login' | \
            ' export logout' | \
            ' lookup' | \
            ' lookup boards' | \
            ' lookup statuses' | \
            ' lookup companies' | \
            ' lookup templates' | \
            ' lookup members' | \
            ' lookup stages' | \
            ' lookup opportunity-statuses' | \
            ' lookup project-statuses' | \
            ' lookup billing-methods' | \
            ' auth' | \
            ' auth login' | \
            ' auth logout' | \
            ' auth status' | \
            ' auth list' | \
            ' config' | \
            ' config list' | \
            ' config get' | \
            ' config set' | \
            ' config unset' | \
            ' config edit' | \
            ' config path' | \
            ' doctor' | \
            ' logs' | \
            ' logs path' | \
            ' sandbox' | \
            ' sandbox serve' | \
            ' sandbox reset' | \
            ' sandbox path' | \
            ' completion' | \
            ' completion show' | \
            ' completion install')
            return 0
            ;;
    esac
    return 1
}

_cwsync_describe() {
    commands='' options='' arguments=() others=''
    case $1 in
        '')
            commands=$'demo\nproject\nopportunities\nforecast\nsalesorder\nexport\nlookup\nauth\nconfig\ndoctor\nlogs\nsandbox\ncompletion'
            options=$'--version\n--help'
            ;;
        ' demo')
            options=$'--keep\n--no-input\n--quiet\n--verbose\n--debug\n--help'
            ;;
        ' project')
            commands=$'push\napply\nstatus'
            options=$'--help'
            ;;
        ' project push')
            options=$'--into\n--new\n--start\n--end\n--board\n--company\n--ticket-status\n--project-status\n--manager\n--template\n--billing-method\n--opportunity\n--governance\n--no-governance\n--subservices\n--no-subservices\n--add-tasks\n--recreate\n--take-over\n--accept-new-ids\n--save-plan\n--detailed-exitcode\n--full\n--project-id\n--profile\n--sandbox\n--output\n--dry-run\n--yes\n--no-input\n--quiet\n--verbose\n--debug\n--help'
            arguments=(file)
            ;;
        ' project apply')
            options=$'--full\n--profile\n--sandbox\n--output\n--dry-run\n--yes\n--no-input\n--quiet\n--verbose\n--debug\n--help'
            arguments=(file)
            ;;
        ' project status')
            options=$'--into\n--company\n--opportunity\n--governance\n--no-governance\n--subservices\n--no-subservices\n--full\n--project-id\n--profile\n--sandbox\n--output\n--no-input\n--quiet\n--verbose\n--debug\n--help'
            arguments=(file)
            ;;
        ' opportunities')
            commands=$'list\nshow\npull'
            options=$'--help'
            ;;
        ' opportunities list')
            options=$'--status\n--stage\n--company\n--search\n--all\n--sort\n--limit\n--with-forecast\n--profile\n--sandbox\n--output\n--no-input\n--quiet\n--verbose\n--debug\n--help'
            ;;
        ' opportunities show')
            options=$'--profile\n--sandbox\n--output\n--no-input\n--quiet\n--verbose\n--debug\n--help'
            arguments=('known opportunities')
            ;;
        ' opportunities pull')
            options=$'--file\n--force\n--profile\n--sandbox\n--output\n--no-input\n--quiet\n--verbose\n--debug\n--help'
            arguments=('known opportunities')
            ;;
        ' forecast')
            commands=$'show\nsync'
            options=$'--help'
            ;;
        ' forecast show')
            options=$'--profile\n--sandbox\n--output\n--no-input\n--quiet\n--verbose\n--debug\n--help'
            arguments=('known opportunities')
            ;;
        ' forecast sync')
            options=$'--opportunity\n--include-product\n--no-include-product\n--force\n--watch\n--detailed-exitcode\n--project-id\n--profile\n--sandbox\n--output\n--dry-run\n--yes\n--no-input\n--quiet\n--verbose\n--debug\n--help'
            arguments=(file)
            others=file
            ;;
        ' salesorder')
            commands=$'create'
            options=$'--help'
            ;;
        ' salesorder create')
            options=$'--opportunity\n--name\n--project-id\n--profile\n--sandbox\n--output\n--dry-run\n--yes\n--no-input\n--quiet\n--verbose\n--debug\n--help'
            arguments=(file)
            ;;
        ' export')
            commands=$'check\nshow\nconvert\nschema\nfetch\nlogin\nlogout'
            options=$'--help'
            ;;
        ' export check')
            options=$'--strict\n--project-id\n--output\n--no-input\n--quiet\n--verbose\n--debug\n--help'
            arguments=(file)
            others=file
            ;;
        ' export show')
            options=$'--project-id\n--output\n--no-input\n--quiet\n--verbose\n--debug\n--help'
            arguments=(file)
            ;;
        ' export convert')
            options=$'--file\n--format\n--project-id\n--force\n--no-input\n--quiet\n--verbose\n--debug\n--help'
            arguments=(file)
            ;;
        ' export schema')
            options=$'--file\n--force\n--no-input\n--quiet\n--verbose\n--debug\n--help'
            ;;
        ' export fetch')
            options=$'--file\n--force\n--profile\n--output\n--no-input\n--quiet\n--verbose\n--debug\n--help'
            arguments=(any)
            ;;
        ' export login')
            options=$'--token-stdin\n--client-id\n--client-secret-stdin\n--profile\n--no-input\n--quiet\n--verbose\n--debug\n--help'
            ;;
        ' export logout')
            options=$'--profile\n--no-input\n--quiet\n--verbose\n--debug\n--help'
            ;;
        ' lookup')
            commands=$'boards\nstatuses\ncompanies\ntemplates\nmembers\nstages\nopportunity-statuses\nproject-statuses\nbilling-methods'
            options=$'--help'
            ;;
        ' lookup boards')
            options=$'--profile\n--sandbox\n--output\n--no-input\n--quiet\n--verbose\n--debug\n--help'
            ;;
        ' lookup statuses')
            options=$'--board\n--profile\n--sandbox\n--output\n--no-input\n--quiet\n--verbose\n--debug\n--help'
            ;;
        ' lookup companies')
            options=$'--search\n--refresh\n--profile\n--sandbox\n--output\n--no-input\n--quiet\n--verbose\n--debug\n--help'
            ;;
        ' lookup templates')
            options=$'--profile\n--sandbox\n--output\n--no-input\n--quiet\n--verbose\n--debug\n--help'
            ;;
        ' lookup members')
            options=$'--profile\n--sandbox\n--output\n--no-input\n--quiet\n--verbose\n--debug\n--help'
            ;;
        ' lookup stages')
            options=$'--profile\n--sandbox\n--output\n--no-input\n--quiet\n--verbose\n--debug\n--help'
            ;;
        ' lookup opportunity-statuses')
            options=$'--profile\n--sandbox\n--output\n--no-input\n--quiet\n--verbose\n--debug\n--help'
            ;;
        ' lookup project-statuses')
            options=$'--profile\n--sandbox\n--output\n--no-input\n--quiet\n--verbose\n--debug\n--help'
            ;;
        ' lookup billing-methods')
            options=$'--profile\n--sandbox\n--output\n--no-input\n--quiet\n--verbose\n--debug\n--help'
            ;;
        ' auth')
            commands=$'login\nlogout\nstatus\nlist'
            options=$'--help'
            ;;
        ' auth login')
            options=$'--host\n--company-id\n--public-key\n--private-key-stdin\n--client-id\n--profile\n--no-input\n--quiet\n--verbose\n--debug\n--help'
            ;;
        ' auth logout')
            options=$'--profile\n--no-input\n--quiet\n--verbose\n--debug\n--help'
            ;;
        ' auth status')
            options=$'--profile\n--sandbox\n--output\n--no-input\n--quiet\n--verbose\n--debug\n--help'
            ;;
        ' auth list')
            options=$'--output\n--no-input\n--quiet\n--verbose\n--debug\n--help'
            ;;
        ' config')
            commands=$'list\nget\nset\nunset\nedit\npath'
            options=$'--help'
            ;;
        ' config list')
            options=$'--profile\n--output\n--no-input\n--quiet\n--verbose\n--debug\n--help'
            ;;
        ' config get')
            options=$'--profile\n--output\n--no-input\n--quiet\n--verbose\n--debug\n--help'
            arguments=('known options')
            ;;
        ' config set')
            options=$'--profile\n--no-input\n--quiet\n--verbose\n--debug\n--help'
            arguments=('known options' any)
            ;;
        ' config unset')
            options=$'--profile\n--no-input\n--quiet\n--verbose\n--debug\n--help'
            arguments=('known options')
            ;;
        ' config edit')
            options=$'--no-input\n--quiet\n--verbose\n--debug\n--help'
            ;;
        ' config path')
            options=$'--no-input\n--quiet\n--verbose\n--debug\n--help'
            ;;
        ' doctor')
            options=$'--bundle\n--profile\n--sandbox\n--output\n--no-input\n--quiet\n--verbose\n--debug\n--help'
            ;;
        ' logs')
            commands=$'path'
            options=$'--since\n--failed\n--run\n--follow\n--limit\n--output\n--no-input\n--quiet\n--verbose\n--debug\n--help'
            ;;
        ' logs path')
            options=$'--no-input\n--quiet\n--verbose\n--debug\n--help'
            ;;
        ' sandbox')
            commands=$'serve\nreset\npath'
            options=$'--help'
            ;;
        ' sandbox serve')
            options=$'--port\n--forecast-shape\n--faults\n--revoke\n--no-input\n--quiet\n--verbose\n--debug\n--help'
            ;;
        ' sandbox reset')
            options=$'--no-input\n--quiet\n--verbose\n--debug\n--help'
            ;;
        ' sandbox path')
            options=$'--no-input\n--quiet\n--verbose\n--debug\n--help'
            ;;
        ' completion')
            commands=$'show\ninstall'
            options=$'--help'
            ;;
        ' completion show')
            options=$'--no-input\n--quiet\n--verbose\n--debug\n--help'
            arguments=('choices bash
zsh
fish
powershell')
            ;;
        ' completion install')
            options=$'--no-input\n--quiet\n--verbose\n--debug\n--help'
            arguments=('choices bash
zsh
fish
powershell')
            ;;
    esac
}

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
