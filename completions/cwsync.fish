# Completion of cwsync for fish. Made from the command tree by `make completions`.
#
# Commands, options and fixed values are in this file. Names of profiles, boards, statuses and the
# like come from `cwsync completion values`, which reads what is kept and asks nobody.

set -g __cwsync_commands \
    'demo' \
    'project' \
    'project push' \
    'project apply' \
    'project status' \
    'opportunities' \
    'opportunities list' \
    'opportunities show' \
    'opportunities pull' \
    'forecast' \
    'forecast show' \
    'forecast sync' \
    'salesorder' \
    'salesorder create' \
    'export' \
    'export check' \
    'export show' \
    'export convert' \
    'export schema' \
    'export fetch' \
    'export login' \
    'export logout' \
    'lookup' \
    'lookup boards' \
    'lookup statuses' \
    'lookup companies' \
    'lookup templates' \
    'lookup members' \
    'lookup stages' \
    'lookup opportunity-statuses' \
    'lookup project-statuses' \
    'lookup billing-methods' \
    'auth' \
    'auth login' \
    'auth logout' \
    'auth status' \
    'auth list' \
    'config' \
    'config list' \
    'config get' \
    'config set' \
    'config unset' \
    'config edit' \
    'config path' \
    'doctor' \
    'logs' \
    'logs path' \
    'sandbox' \
    'sandbox serve' \
    'sandbox reset' \
    'sandbox path' \
    'completion' \
    'completion show' \
    'completion install'

# The command that was typed so far, without options and what follows it.
function __cwsync_path
    set -l path
    set -l words (commandline -opc)
    for word in $words[2..]
        string match -q -- '-*' $word
        and continue
        set -l longer (string join ' ' $path $word)
        contains -- "$longer" $__cwsync_commands
        or break
        set path $longer
    end
    echo "$path"
end

function __cwsync_at
    test (__cwsync_path) = "$argv[1]"
end

# What cwsync knows of a kind.
function __cwsync_known
    set -l words (commandline -opc)
    $words[1] completion values $argv[1] $words 2>/dev/null
end

complete -c cwsync -f

complete -c cwsync -n '__cwsync_at \'\'' -a demo -d 'The whole tour on the embedded ConnectWise, no account, no questions'
complete -c cwsync -n '__cwsync_at \'\'' -a project -d 'Push an approved project into ConnectWise, and see what is there'
complete -c cwsync -n '__cwsync_at \'\'' -a opportunities -d 'List, show and pull the opportunities of ConnectWise'
complete -c cwsync -n '__cwsync_at \'\'' -a forecast -d 'Bring the forecast of an opportunity in line with an export'
complete -c cwsync -n '__cwsync_at \'\'' -a salesorder -d 'Convert the opportunity of an approved project to a sales order'
complete -c cwsync -n '__cwsync_at \'\'' -a export -d 'Fetch, check, show and convert ScopeStack exports'
complete -c cwsync -n '__cwsync_at \'\'' -a lookup -d 'Boards, companies, statuses and other values that options accept'
complete -c cwsync -n '__cwsync_at \'\'' -a auth -d 'Store, show, list and remove accounts of ConnectWise'
complete -c cwsync -n '__cwsync_at \'\'' -a config -d 'Profiles and options: one TOML file, any number of profiles'
complete -c cwsync -n '__cwsync_at \'\'' -a doctor -d 'Check everything between this terminal and a working push'
complete -c cwsync -n '__cwsync_at \'\'' -a logs -d 'What was done, and every call to ConnectWise behind it'
complete -c cwsync -n '__cwsync_at \'\'' -a sandbox -d 'The embedded ConnectWise as a local server, for rehearsals and scripts'
complete -c cwsync -n '__cwsync_at \'\'' -a completion -d 'Completion of commands, options and values in your shell'
complete -c cwsync -n '__cwsync_at \'\'' -l version -d 'Show the version and exit'
complete -c cwsync -n '__cwsync_at \'\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'demo\'' -l keep -d 'Leave the sandbox data and the example for playing on'
complete -c cwsync -n '__cwsync_at \'demo\'' -l no-input -d 'Never ask anything; fail instead'
complete -c cwsync -n '__cwsync_at \'demo\'' -l quiet -s q -d 'Only data, warnings and errors'
complete -c cwsync -n '__cwsync_at \'demo\'' -l verbose -s v -d 'Say more about what happens'
complete -c cwsync -n '__cwsync_at \'demo\'' -l debug -d 'Show every call to ConnectWise'
complete -c cwsync -n '__cwsync_at \'demo\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'project\'' -a push -d 'Push an approved project: shows the diff, asks, creates what is missing'
complete -c cwsync -n '__cwsync_at \'project\'' -a apply -d 'Apply a saved plan; refuses one that is stale'
complete -c cwsync -n '__cwsync_at \'project\'' -a status -d 'What of this export is in ConnectWise: pushed, not pushed, changed, removed, duplicated'
complete -c cwsync -n '__cwsync_at \'project\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'project push\'' -F
complete -c cwsync -n '__cwsync_at \'project push\'' -l into -x -d 'Push into this project'
complete -c cwsync -n '__cwsync_at \'project push\'' -l new -d 'Create a project in any case'
complete -c cwsync -n '__cwsync_at \'project push\'' -l start -x -d 'Estimated start, YYYY-MM-DD'
complete -c cwsync -n '__cwsync_at \'project push\'' -l end -x -d 'Estimated end, YYYY-MM-DD'
complete -c cwsync -n '__cwsync_at \'project push\'' -l board -x -a '(__cwsync_known boards)' -d 'Project board, by name or id'
complete -c cwsync -n '__cwsync_at \'project push\'' -l company -x -a '(__cwsync_known companies)' -d 'Company, by name or id'
complete -c cwsync -n '__cwsync_at \'project push\'' -l ticket-status -x -a '(__cwsync_known ticket-statuses)' -d 'Status of new tickets'
complete -c cwsync -n '__cwsync_at \'project push\'' -l project-status -x -a '(__cwsync_known project-statuses)' -d 'Status of a new project'
complete -c cwsync -n '__cwsync_at \'project push\'' -l manager -x -a '(__cwsync_known members)' -d 'Project manager: login, name or id'
complete -c cwsync -n '__cwsync_at \'project push\'' -l template -x -a '(__cwsync_known templates)' -d 'Project template to apply'
complete -c cwsync -n '__cwsync_at \'project push\'' -l billing-method -x -a 'ActualRates FixedFee NotToExceed OverrideRate' -d 'ActualRates, FixedFee, NotToExceed or OverrideRate'
complete -c cwsync -n '__cwsync_at \'project push\'' -l opportunity -x -a '(__cwsync_known opportunities)' -d 'When the export names none'
complete -c cwsync -n '__cwsync_at \'project push\'' -l governance -l no-governance -d 'Tickets for governance items'
complete -c cwsync -n '__cwsync_at \'project push\'' -l subservices -l no-subservices -d 'Tasks for sub-services'
complete -c cwsync -n '__cwsync_at \'project push\'' -l add-tasks -d 'Add new sub-services to tickets that exist'
complete -c cwsync -n '__cwsync_at \'project push\'' -l recreate -d 'Make again what was deleted in ConnectWise'
complete -c cwsync -n '__cwsync_at \'project push\'' -l take-over -d 'Go on although a push seems to run: only for one that died'
complete -c cwsync -n '__cwsync_at \'project push\'' -l accept-new-ids -d 'Make tickets again whose ids changed in ScopeStack'
complete -c cwsync -n '__cwsync_at \'project push\'' -l save-plan -r -F -d 'Save the plan for `project apply`'
complete -c cwsync -n '__cwsync_at \'project push\'' -l detailed-exitcode -d 'With --dry-run: exit 10 on changes'
complete -c cwsync -n '__cwsync_at \'project push\'' -l full -d 'Show what is unchanged, too'
complete -c cwsync -n '__cwsync_at \'project push\'' -l project-id -x -d 'Which project, if the file holds several'
complete -c cwsync -n '__cwsync_at \'project push\'' -l profile -s p -x -a '(__cwsync_known profiles)' -d 'Profile to use'
complete -c cwsync -n '__cwsync_at \'project push\'' -l sandbox -d 'Use the embedded ConnectWise instead'
complete -c cwsync -n '__cwsync_at \'project push\'' -l output -s o -x -a 'table json' -d 'table or json'
complete -c cwsync -n '__cwsync_at \'project push\'' -l dry-run -d 'Show what would be done; change nothing'
complete -c cwsync -n '__cwsync_at \'project push\'' -l yes -s y -d 'Do not ask'
complete -c cwsync -n '__cwsync_at \'project push\'' -l no-input -d 'Never ask anything; fail instead'
complete -c cwsync -n '__cwsync_at \'project push\'' -l quiet -s q -d 'Only data, warnings and errors'
complete -c cwsync -n '__cwsync_at \'project push\'' -l verbose -s v -d 'Say more about what happens'
complete -c cwsync -n '__cwsync_at \'project push\'' -l debug -d 'Show every call to ConnectWise'
complete -c cwsync -n '__cwsync_at \'project push\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'project apply\'' -F
complete -c cwsync -n '__cwsync_at \'project apply\'' -l full -d 'Show what is unchanged, too'
complete -c cwsync -n '__cwsync_at \'project apply\'' -l profile -s p -x -a '(__cwsync_known profiles)' -d 'Profile to use'
complete -c cwsync -n '__cwsync_at \'project apply\'' -l sandbox -d 'Use the embedded ConnectWise instead'
complete -c cwsync -n '__cwsync_at \'project apply\'' -l output -s o -x -a 'table json' -d 'table or json'
complete -c cwsync -n '__cwsync_at \'project apply\'' -l dry-run -d 'Show what would be done; change nothing'
complete -c cwsync -n '__cwsync_at \'project apply\'' -l yes -s y -d 'Do not ask'
complete -c cwsync -n '__cwsync_at \'project apply\'' -l no-input -d 'Never ask anything; fail instead'
complete -c cwsync -n '__cwsync_at \'project apply\'' -l quiet -s q -d 'Only data, warnings and errors'
complete -c cwsync -n '__cwsync_at \'project apply\'' -l verbose -s v -d 'Say more about what happens'
complete -c cwsync -n '__cwsync_at \'project apply\'' -l debug -d 'Show every call to ConnectWise'
complete -c cwsync -n '__cwsync_at \'project apply\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'project status\'' -F
complete -c cwsync -n '__cwsync_at \'project status\'' -l into -x -d 'Push into this project'
complete -c cwsync -n '__cwsync_at \'project status\'' -l company -x -a '(__cwsync_known companies)' -d 'Company, by name or id'
complete -c cwsync -n '__cwsync_at \'project status\'' -l opportunity -x -a '(__cwsync_known opportunities)' -d 'When the export names none'
complete -c cwsync -n '__cwsync_at \'project status\'' -l governance -l no-governance -d 'Tickets for governance items'
complete -c cwsync -n '__cwsync_at \'project status\'' -l subservices -l no-subservices -d 'Tasks for sub-services'
complete -c cwsync -n '__cwsync_at \'project status\'' -l full -d 'Show what is unchanged, too'
complete -c cwsync -n '__cwsync_at \'project status\'' -l project-id -x -d 'Which project, if the file holds several'
complete -c cwsync -n '__cwsync_at \'project status\'' -l profile -s p -x -a '(__cwsync_known profiles)' -d 'Profile to use'
complete -c cwsync -n '__cwsync_at \'project status\'' -l sandbox -d 'Use the embedded ConnectWise instead'
complete -c cwsync -n '__cwsync_at \'project status\'' -l output -s o -x -a 'table json' -d 'table or json'
complete -c cwsync -n '__cwsync_at \'project status\'' -l no-input -d 'Never ask anything; fail instead'
complete -c cwsync -n '__cwsync_at \'project status\'' -l quiet -s q -d 'Only data, warnings and errors'
complete -c cwsync -n '__cwsync_at \'project status\'' -l verbose -s v -d 'Say more about what happens'
complete -c cwsync -n '__cwsync_at \'project status\'' -l debug -d 'Show every call to ConnectWise'
complete -c cwsync -n '__cwsync_at \'project status\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'opportunities\'' -a list -d 'List opportunities, filtered and sorted by ConnectWise'
complete -c cwsync -n '__cwsync_at \'opportunities\'' -a show -d 'Show one with its forecast lines, linked projects and sales orders'
complete -c cwsync -n '__cwsync_at \'opportunities\'' -a pull -d 'Start a project file from one, to be filled in by hand and pushed'
complete -c cwsync -n '__cwsync_at \'opportunities\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'opportunities list\'' -l status -x -a '(__cwsync_known opportunity-statuses)' -d 'Only these statuses; repeat, or use commas'
complete -c cwsync -n '__cwsync_at \'opportunities list\'' -l stage -x -a '(__cwsync_known stages)' -d 'Only these stages; repeat, or use commas'
complete -c cwsync -n '__cwsync_at \'opportunities list\'' -l company -x -a '(__cwsync_known companies)' -d 'Only this company: name or id'
complete -c cwsync -n '__cwsync_at \'opportunities list\'' -l search -x -d 'Only those with this in the name'
complete -c cwsync -n '__cwsync_at \'opportunities list\'' -l all -d 'Leave the filters of the profile out'
complete -c cwsync -n '__cwsync_at \'opportunities list\'' -l sort -x -d 'id, name, company, stage, status, sales-rep or close; -close: latest first'
complete -c cwsync -n '__cwsync_at \'opportunities list\'' -l limit -x -d 'At most so many'
complete -c cwsync -n '__cwsync_at \'opportunities list\'' -l with-forecast -d 'With forecast totals: one more request for each'
complete -c cwsync -n '__cwsync_at \'opportunities list\'' -l profile -s p -x -a '(__cwsync_known profiles)' -d 'Profile to use'
complete -c cwsync -n '__cwsync_at \'opportunities list\'' -l sandbox -d 'Use the embedded ConnectWise instead'
complete -c cwsync -n '__cwsync_at \'opportunities list\'' -l output -s o -x -a 'table json csv' -d 'table, json or csv'
complete -c cwsync -n '__cwsync_at \'opportunities list\'' -l no-input -d 'Never ask anything; fail instead'
complete -c cwsync -n '__cwsync_at \'opportunities list\'' -l quiet -s q -d 'Only data, warnings and errors'
complete -c cwsync -n '__cwsync_at \'opportunities list\'' -l verbose -s v -d 'Say more about what happens'
complete -c cwsync -n '__cwsync_at \'opportunities list\'' -l debug -d 'Show every call to ConnectWise'
complete -c cwsync -n '__cwsync_at \'opportunities list\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'opportunities show\'' -a '(__cwsync_known opportunities)'
complete -c cwsync -n '__cwsync_at \'opportunities show\'' -l profile -s p -x -a '(__cwsync_known profiles)' -d 'Profile to use'
complete -c cwsync -n '__cwsync_at \'opportunities show\'' -l sandbox -d 'Use the embedded ConnectWise instead'
complete -c cwsync -n '__cwsync_at \'opportunities show\'' -l output -s o -x -a 'table json' -d 'table or json'
complete -c cwsync -n '__cwsync_at \'opportunities show\'' -l no-input -d 'Never ask anything; fail instead'
complete -c cwsync -n '__cwsync_at \'opportunities show\'' -l quiet -s q -d 'Only data, warnings and errors'
complete -c cwsync -n '__cwsync_at \'opportunities show\'' -l verbose -s v -d 'Say more about what happens'
complete -c cwsync -n '__cwsync_at \'opportunities show\'' -l debug -d 'Show every call to ConnectWise'
complete -c cwsync -n '__cwsync_at \'opportunities show\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'opportunities pull\'' -a '(__cwsync_known opportunities)'
complete -c cwsync -n '__cwsync_at \'opportunities pull\'' -l file -s f -r -F -d 'Where to, - for stdout'
complete -c cwsync -n '__cwsync_at \'opportunities pull\'' -l force -d 'Write over a file that exists'
complete -c cwsync -n '__cwsync_at \'opportunities pull\'' -l profile -s p -x -a '(__cwsync_known profiles)' -d 'Profile to use'
complete -c cwsync -n '__cwsync_at \'opportunities pull\'' -l sandbox -d 'Use the embedded ConnectWise instead'
complete -c cwsync -n '__cwsync_at \'opportunities pull\'' -l output -s o -x -a 'table json' -d 'table or json'
complete -c cwsync -n '__cwsync_at \'opportunities pull\'' -l no-input -d 'Never ask anything; fail instead'
complete -c cwsync -n '__cwsync_at \'opportunities pull\'' -l quiet -s q -d 'Only data, warnings and errors'
complete -c cwsync -n '__cwsync_at \'opportunities pull\'' -l verbose -s v -d 'Say more about what happens'
complete -c cwsync -n '__cwsync_at \'opportunities pull\'' -l debug -d 'Show every call to ConnectWise'
complete -c cwsync -n '__cwsync_at \'opportunities pull\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'forecast\'' -a show -d 'The forecast lines of an opportunity, whoever made them, and what they come to'
complete -c cwsync -n '__cwsync_at \'forecast\'' -a sync -d 'Create or update a line for each of Product, Professional and Managed Services'
complete -c cwsync -n '__cwsync_at \'forecast\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'forecast show\'' -a '(__cwsync_known opportunities)'
complete -c cwsync -n '__cwsync_at \'forecast show\'' -l profile -s p -x -a '(__cwsync_known profiles)' -d 'Profile to use'
complete -c cwsync -n '__cwsync_at \'forecast show\'' -l sandbox -d 'Use the embedded ConnectWise instead'
complete -c cwsync -n '__cwsync_at \'forecast show\'' -l output -s o -x -a 'table json' -d 'table or json'
complete -c cwsync -n '__cwsync_at \'forecast show\'' -l no-input -d 'Never ask anything; fail instead'
complete -c cwsync -n '__cwsync_at \'forecast show\'' -l quiet -s q -d 'Only data, warnings and errors'
complete -c cwsync -n '__cwsync_at \'forecast show\'' -l verbose -s v -d 'Say more about what happens'
complete -c cwsync -n '__cwsync_at \'forecast show\'' -l debug -d 'Show every call to ConnectWise'
complete -c cwsync -n '__cwsync_at \'forecast show\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'forecast sync\'' -F
complete -c cwsync -n '__cwsync_at \'forecast sync\'' -l opportunity -x -a '(__cwsync_known opportunities)' -d 'When the export names none'
complete -c cwsync -n '__cwsync_at \'forecast sync\'' -l include-product -l no-include-product -d 'Whether products get a line, too'
complete -c cwsync -n '__cwsync_at \'forecast sync\'' -l force -d 'Sync although the profile skips the revenue sync'
complete -c cwsync -n '__cwsync_at \'forecast sync\'' -l watch -d 'Sync again as the exports change, until Ctrl-C'
complete -c cwsync -n '__cwsync_at \'forecast sync\'' -l detailed-exitcode -d 'With --dry-run: exit 10 on changes'
complete -c cwsync -n '__cwsync_at \'forecast sync\'' -l project-id -x -d 'Which project, if the file holds several'
complete -c cwsync -n '__cwsync_at \'forecast sync\'' -l profile -s p -x -a '(__cwsync_known profiles)' -d 'Profile to use'
complete -c cwsync -n '__cwsync_at \'forecast sync\'' -l sandbox -d 'Use the embedded ConnectWise instead'
complete -c cwsync -n '__cwsync_at \'forecast sync\'' -l output -s o -x -a 'table json' -d 'table or json'
complete -c cwsync -n '__cwsync_at \'forecast sync\'' -l dry-run -d 'Show what would be done; change nothing'
complete -c cwsync -n '__cwsync_at \'forecast sync\'' -l yes -s y -d 'Do not ask'
complete -c cwsync -n '__cwsync_at \'forecast sync\'' -l no-input -d 'Never ask anything; fail instead'
complete -c cwsync -n '__cwsync_at \'forecast sync\'' -l quiet -s q -d 'Only data, warnings and errors'
complete -c cwsync -n '__cwsync_at \'forecast sync\'' -l verbose -s v -d 'Say more about what happens'
complete -c cwsync -n '__cwsync_at \'forecast sync\'' -l debug -d 'Show every call to ConnectWise'
complete -c cwsync -n '__cwsync_at \'forecast sync\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'salesorder\'' -a create -d 'Convert the linked opportunity, with all its products, once'
complete -c cwsync -n '__cwsync_at \'salesorder\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'salesorder create\'' -F
complete -c cwsync -n '__cwsync_at \'salesorder create\'' -l opportunity -x -a '(__cwsync_known opportunities)' -d 'When the export names none'
complete -c cwsync -n '__cwsync_at \'salesorder create\'' -l name -x -d 'What to call the sales order'
complete -c cwsync -n '__cwsync_at \'salesorder create\'' -l project-id -x -d 'Which project, if the file holds several'
complete -c cwsync -n '__cwsync_at \'salesorder create\'' -l profile -s p -x -a '(__cwsync_known profiles)' -d 'Profile to use'
complete -c cwsync -n '__cwsync_at \'salesorder create\'' -l sandbox -d 'Use the embedded ConnectWise instead'
complete -c cwsync -n '__cwsync_at \'salesorder create\'' -l output -s o -x -a 'table json' -d 'table or json'
complete -c cwsync -n '__cwsync_at \'salesorder create\'' -l dry-run -d 'Show what would be done; change nothing'
complete -c cwsync -n '__cwsync_at \'salesorder create\'' -l yes -s y -d 'Do not ask'
complete -c cwsync -n '__cwsync_at \'salesorder create\'' -l no-input -d 'Never ask anything; fail instead'
complete -c cwsync -n '__cwsync_at \'salesorder create\'' -l quiet -s q -d 'Only data, warnings and errors'
complete -c cwsync -n '__cwsync_at \'salesorder create\'' -l verbose -s v -d 'Say more about what happens'
complete -c cwsync -n '__cwsync_at \'salesorder create\'' -l debug -d 'Show every call to ConnectWise'
complete -c cwsync -n '__cwsync_at \'salesorder create\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'export\'' -a check -d 'Say whether an export is valid, and what a push would take from it'
complete -c cwsync -n '__cwsync_at \'export\'' -a show -d 'Show an export as a tree with hours and money'
complete -c cwsync -n '__cwsync_at \'export\'' -a convert -d 'Convert any export to cwsync\'s own format: the same plan, easy to edit'
complete -c cwsync -n '__cwsync_at \'export\'' -a schema -d 'Print the JSON Schema of cwsync\'s format, for editors and checks'
complete -c cwsync -n '__cwsync_at \'export\'' -a fetch -d 'Get a complete export of a project from ScopeStack\'s API'
complete -c cwsync -n '__cwsync_at \'export\'' -a login -d 'Keep an access to ScopeStack in the keyring, after checking it'
complete -c cwsync -n '__cwsync_at \'export\'' -a logout -d 'Remove the access to ScopeStack from the keyring'
complete -c cwsync -n '__cwsync_at \'export\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'export check\'' -F
complete -c cwsync -n '__cwsync_at \'export check\'' -l strict -d 'Warnings are errors, too'
complete -c cwsync -n '__cwsync_at \'export check\'' -l project-id -x -d 'Which project, if the file holds several'
complete -c cwsync -n '__cwsync_at \'export check\'' -l output -s o -x -a 'table json' -d 'table or json'
complete -c cwsync -n '__cwsync_at \'export check\'' -l no-input -d 'Never ask anything; fail instead'
complete -c cwsync -n '__cwsync_at \'export check\'' -l quiet -s q -d 'Only data, warnings and errors'
complete -c cwsync -n '__cwsync_at \'export check\'' -l verbose -s v -d 'Say more about what happens'
complete -c cwsync -n '__cwsync_at \'export check\'' -l debug -d 'Show every call to ConnectWise'
complete -c cwsync -n '__cwsync_at \'export check\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'export show\'' -F
complete -c cwsync -n '__cwsync_at \'export show\'' -l project-id -x -d 'Which project, if the file holds several'
complete -c cwsync -n '__cwsync_at \'export show\'' -l output -s o -x -a 'table json' -d 'table or json'
complete -c cwsync -n '__cwsync_at \'export show\'' -l no-input -d 'Never ask anything; fail instead'
complete -c cwsync -n '__cwsync_at \'export show\'' -l quiet -s q -d 'Only data, warnings and errors'
complete -c cwsync -n '__cwsync_at \'export show\'' -l verbose -s v -d 'Say more about what happens'
complete -c cwsync -n '__cwsync_at \'export show\'' -l debug -d 'Show every call to ConnectWise'
complete -c cwsync -n '__cwsync_at \'export show\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'export convert\'' -F
complete -c cwsync -n '__cwsync_at \'export convert\'' -l file -s f -r -F -d 'Write there, not to stdout'
complete -c cwsync -n '__cwsync_at \'export convert\'' -l format -x -a 'json' -d 'yaml or json; else as FILE ends'
complete -c cwsync -n '__cwsync_at \'export convert\'' -l project-id -x -d 'Which project, if the file holds several'
complete -c cwsync -n '__cwsync_at \'export convert\'' -l force -d 'Write over a file that is there'
complete -c cwsync -n '__cwsync_at \'export convert\'' -l no-input -d 'Never ask anything; fail instead'
complete -c cwsync -n '__cwsync_at \'export convert\'' -l quiet -s q -d 'Only data, warnings and errors'
complete -c cwsync -n '__cwsync_at \'export convert\'' -l verbose -s v -d 'Say more about what happens'
complete -c cwsync -n '__cwsync_at \'export convert\'' -l debug -d 'Show every call to ConnectWise'
complete -c cwsync -n '__cwsync_at \'export convert\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'export schema\'' -l file -s f -r -F -d 'Write there, not to stdout'
complete -c cwsync -n '__cwsync_at \'export schema\'' -l force -d 'Write over a file that is there'
complete -c cwsync -n '__cwsync_at \'export schema\'' -l no-input -d 'Never ask anything; fail instead'
complete -c cwsync -n '__cwsync_at \'export schema\'' -l quiet -s q -d 'Only data, warnings and errors'
complete -c cwsync -n '__cwsync_at \'export schema\'' -l verbose -s v -d 'Say more about what happens'
complete -c cwsync -n '__cwsync_at \'export schema\'' -l debug -d 'Show every call to ConnectWise'
complete -c cwsync -n '__cwsync_at \'export schema\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'export fetch\'' -l file -s f -r -F -d 'Else scopestack-ID.json; - for stdout'
complete -c cwsync -n '__cwsync_at \'export fetch\'' -l force -d 'Write over a file that is there'
complete -c cwsync -n '__cwsync_at \'export fetch\'' -l profile -s p -x -a '(__cwsync_known profiles)' -d 'Profile to use'
complete -c cwsync -n '__cwsync_at \'export fetch\'' -l output -s o -x -a 'table json' -d 'table or json'
complete -c cwsync -n '__cwsync_at \'export fetch\'' -l no-input -d 'Never ask anything; fail instead'
complete -c cwsync -n '__cwsync_at \'export fetch\'' -l quiet -s q -d 'Only data, warnings and errors'
complete -c cwsync -n '__cwsync_at \'export fetch\'' -l verbose -s v -d 'Say more about what happens'
complete -c cwsync -n '__cwsync_at \'export fetch\'' -l debug -d 'Show every call to ConnectWise'
complete -c cwsync -n '__cwsync_at \'export fetch\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'export login\'' -l token-stdin -d 'Read the access token from stdin'
complete -c cwsync -n '__cwsync_at \'export login\'' -l client-id -x -d 'Client credentials in place of a token'
complete -c cwsync -n '__cwsync_at \'export login\'' -l client-secret-stdin -d 'Read the client secret from stdin'
complete -c cwsync -n '__cwsync_at \'export login\'' -l profile -s p -x -a '(__cwsync_known profiles)' -d 'Profile to use'
complete -c cwsync -n '__cwsync_at \'export login\'' -l no-input -d 'Never ask anything; fail instead'
complete -c cwsync -n '__cwsync_at \'export login\'' -l quiet -s q -d 'Only data, warnings and errors'
complete -c cwsync -n '__cwsync_at \'export login\'' -l verbose -s v -d 'Say more about what happens'
complete -c cwsync -n '__cwsync_at \'export login\'' -l debug -d 'Show every call to ConnectWise'
complete -c cwsync -n '__cwsync_at \'export login\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'export logout\'' -l profile -s p -x -a '(__cwsync_known profiles)' -d 'Profile to use'
complete -c cwsync -n '__cwsync_at \'export logout\'' -l no-input -d 'Never ask anything; fail instead'
complete -c cwsync -n '__cwsync_at \'export logout\'' -l quiet -s q -d 'Only data, warnings and errors'
complete -c cwsync -n '__cwsync_at \'export logout\'' -l verbose -s v -d 'Say more about what happens'
complete -c cwsync -n '__cwsync_at \'export logout\'' -l debug -d 'Show every call to ConnectWise'
complete -c cwsync -n '__cwsync_at \'export logout\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'lookup\'' -a boards -d 'Project boards, for --board'
complete -c cwsync -n '__cwsync_at \'lookup\'' -a statuses -d 'Ticket statuses of one board, for --ticket-status'
complete -c cwsync -n '__cwsync_at \'lookup\'' -a companies -d 'Companies, for --company'
complete -c cwsync -n '__cwsync_at \'lookup\'' -a templates -d 'Project templates, for --template'
complete -c cwsync -n '__cwsync_at \'lookup\'' -a members -d 'Members, for --manager'
complete -c cwsync -n '__cwsync_at \'lookup\'' -a stages -d 'Stages of opportunities, for --stage'
complete -c cwsync -n '__cwsync_at \'lookup\'' -a opportunity-statuses -d 'Statuses of opportunities, for --status'
complete -c cwsync -n '__cwsync_at \'lookup\'' -a project-statuses -d 'Statuses of projects, for --project-status'
complete -c cwsync -n '__cwsync_at \'lookup\'' -a billing-methods -d 'Billing methods, for --billing-method'
complete -c cwsync -n '__cwsync_at \'lookup\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'lookup boards\'' -l profile -s p -x -a '(__cwsync_known profiles)' -d 'Profile to use'
complete -c cwsync -n '__cwsync_at \'lookup boards\'' -l sandbox -d 'Use the embedded ConnectWise instead'
complete -c cwsync -n '__cwsync_at \'lookup boards\'' -l output -s o -x -a 'table json csv' -d 'table, json or csv'
complete -c cwsync -n '__cwsync_at \'lookup boards\'' -l no-input -d 'Never ask anything; fail instead'
complete -c cwsync -n '__cwsync_at \'lookup boards\'' -l quiet -s q -d 'Only data, warnings and errors'
complete -c cwsync -n '__cwsync_at \'lookup boards\'' -l verbose -s v -d 'Say more about what happens'
complete -c cwsync -n '__cwsync_at \'lookup boards\'' -l debug -d 'Show every call to ConnectWise'
complete -c cwsync -n '__cwsync_at \'lookup boards\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'lookup statuses\'' -l board -x -a '(__cwsync_known boards)' -d 'Whose statuses: a board, by name or id'
complete -c cwsync -n '__cwsync_at \'lookup statuses\'' -l profile -s p -x -a '(__cwsync_known profiles)' -d 'Profile to use'
complete -c cwsync -n '__cwsync_at \'lookup statuses\'' -l sandbox -d 'Use the embedded ConnectWise instead'
complete -c cwsync -n '__cwsync_at \'lookup statuses\'' -l output -s o -x -a 'table json csv' -d 'table, json or csv'
complete -c cwsync -n '__cwsync_at \'lookup statuses\'' -l no-input -d 'Never ask anything; fail instead'
complete -c cwsync -n '__cwsync_at \'lookup statuses\'' -l quiet -s q -d 'Only data, warnings and errors'
complete -c cwsync -n '__cwsync_at \'lookup statuses\'' -l verbose -s v -d 'Say more about what happens'
complete -c cwsync -n '__cwsync_at \'lookup statuses\'' -l debug -d 'Show every call to ConnectWise'
complete -c cwsync -n '__cwsync_at \'lookup statuses\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'lookup companies\'' -l search -x -d 'Only those with this in name or identifier'
complete -c cwsync -n '__cwsync_at \'lookup companies\'' -l refresh -d 'Ask ConnectWise now; else once a day is enough'
complete -c cwsync -n '__cwsync_at \'lookup companies\'' -l profile -s p -x -a '(__cwsync_known profiles)' -d 'Profile to use'
complete -c cwsync -n '__cwsync_at \'lookup companies\'' -l sandbox -d 'Use the embedded ConnectWise instead'
complete -c cwsync -n '__cwsync_at \'lookup companies\'' -l output -s o -x -a 'table json csv' -d 'table, json or csv'
complete -c cwsync -n '__cwsync_at \'lookup companies\'' -l no-input -d 'Never ask anything; fail instead'
complete -c cwsync -n '__cwsync_at \'lookup companies\'' -l quiet -s q -d 'Only data, warnings and errors'
complete -c cwsync -n '__cwsync_at \'lookup companies\'' -l verbose -s v -d 'Say more about what happens'
complete -c cwsync -n '__cwsync_at \'lookup companies\'' -l debug -d 'Show every call to ConnectWise'
complete -c cwsync -n '__cwsync_at \'lookup companies\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'lookup templates\'' -l profile -s p -x -a '(__cwsync_known profiles)' -d 'Profile to use'
complete -c cwsync -n '__cwsync_at \'lookup templates\'' -l sandbox -d 'Use the embedded ConnectWise instead'
complete -c cwsync -n '__cwsync_at \'lookup templates\'' -l output -s o -x -a 'table json csv' -d 'table, json or csv'
complete -c cwsync -n '__cwsync_at \'lookup templates\'' -l no-input -d 'Never ask anything; fail instead'
complete -c cwsync -n '__cwsync_at \'lookup templates\'' -l quiet -s q -d 'Only data, warnings and errors'
complete -c cwsync -n '__cwsync_at \'lookup templates\'' -l verbose -s v -d 'Say more about what happens'
complete -c cwsync -n '__cwsync_at \'lookup templates\'' -l debug -d 'Show every call to ConnectWise'
complete -c cwsync -n '__cwsync_at \'lookup templates\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'lookup members\'' -l profile -s p -x -a '(__cwsync_known profiles)' -d 'Profile to use'
complete -c cwsync -n '__cwsync_at \'lookup members\'' -l sandbox -d 'Use the embedded ConnectWise instead'
complete -c cwsync -n '__cwsync_at \'lookup members\'' -l output -s o -x -a 'table json csv' -d 'table, json or csv'
complete -c cwsync -n '__cwsync_at \'lookup members\'' -l no-input -d 'Never ask anything; fail instead'
complete -c cwsync -n '__cwsync_at \'lookup members\'' -l quiet -s q -d 'Only data, warnings and errors'
complete -c cwsync -n '__cwsync_at \'lookup members\'' -l verbose -s v -d 'Say more about what happens'
complete -c cwsync -n '__cwsync_at \'lookup members\'' -l debug -d 'Show every call to ConnectWise'
complete -c cwsync -n '__cwsync_at \'lookup members\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'lookup stages\'' -l profile -s p -x -a '(__cwsync_known profiles)' -d 'Profile to use'
complete -c cwsync -n '__cwsync_at \'lookup stages\'' -l sandbox -d 'Use the embedded ConnectWise instead'
complete -c cwsync -n '__cwsync_at \'lookup stages\'' -l output -s o -x -a 'table json csv' -d 'table, json or csv'
complete -c cwsync -n '__cwsync_at \'lookup stages\'' -l no-input -d 'Never ask anything; fail instead'
complete -c cwsync -n '__cwsync_at \'lookup stages\'' -l quiet -s q -d 'Only data, warnings and errors'
complete -c cwsync -n '__cwsync_at \'lookup stages\'' -l verbose -s v -d 'Say more about what happens'
complete -c cwsync -n '__cwsync_at \'lookup stages\'' -l debug -d 'Show every call to ConnectWise'
complete -c cwsync -n '__cwsync_at \'lookup stages\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'lookup opportunity-statuses\'' -l profile -s p -x -a '(__cwsync_known profiles)' -d 'Profile to use'
complete -c cwsync -n '__cwsync_at \'lookup opportunity-statuses\'' -l sandbox -d 'Use the embedded ConnectWise instead'
complete -c cwsync -n '__cwsync_at \'lookup opportunity-statuses\'' -l output -s o -x -a 'table json csv' -d 'table, json or csv'
complete -c cwsync -n '__cwsync_at \'lookup opportunity-statuses\'' -l no-input -d 'Never ask anything; fail instead'
complete -c cwsync -n '__cwsync_at \'lookup opportunity-statuses\'' -l quiet -s q -d 'Only data, warnings and errors'
complete -c cwsync -n '__cwsync_at \'lookup opportunity-statuses\'' -l verbose -s v -d 'Say more about what happens'
complete -c cwsync -n '__cwsync_at \'lookup opportunity-statuses\'' -l debug -d 'Show every call to ConnectWise'
complete -c cwsync -n '__cwsync_at \'lookup opportunity-statuses\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'lookup project-statuses\'' -l profile -s p -x -a '(__cwsync_known profiles)' -d 'Profile to use'
complete -c cwsync -n '__cwsync_at \'lookup project-statuses\'' -l sandbox -d 'Use the embedded ConnectWise instead'
complete -c cwsync -n '__cwsync_at \'lookup project-statuses\'' -l output -s o -x -a 'table json csv' -d 'table, json or csv'
complete -c cwsync -n '__cwsync_at \'lookup project-statuses\'' -l no-input -d 'Never ask anything; fail instead'
complete -c cwsync -n '__cwsync_at \'lookup project-statuses\'' -l quiet -s q -d 'Only data, warnings and errors'
complete -c cwsync -n '__cwsync_at \'lookup project-statuses\'' -l verbose -s v -d 'Say more about what happens'
complete -c cwsync -n '__cwsync_at \'lookup project-statuses\'' -l debug -d 'Show every call to ConnectWise'
complete -c cwsync -n '__cwsync_at \'lookup project-statuses\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'lookup billing-methods\'' -l profile -s p -x -a '(__cwsync_known profiles)' -d 'Profile to use'
complete -c cwsync -n '__cwsync_at \'lookup billing-methods\'' -l sandbox -d 'Use the embedded ConnectWise instead'
complete -c cwsync -n '__cwsync_at \'lookup billing-methods\'' -l output -s o -x -a 'table json csv' -d 'table, json or csv'
complete -c cwsync -n '__cwsync_at \'lookup billing-methods\'' -l no-input -d 'Never ask anything; fail instead'
complete -c cwsync -n '__cwsync_at \'lookup billing-methods\'' -l quiet -s q -d 'Only data, warnings and errors'
complete -c cwsync -n '__cwsync_at \'lookup billing-methods\'' -l verbose -s v -d 'Say more about what happens'
complete -c cwsync -n '__cwsync_at \'lookup billing-methods\'' -l debug -d 'Show every call to ConnectWise'
complete -c cwsync -n '__cwsync_at \'lookup billing-methods\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'auth\'' -a login -d 'Check an account against ConnectWise, then keep its keys in the keyring of the system'
complete -c cwsync -n '__cwsync_at \'auth\'' -a logout -d 'Remove the keys of a profile from the keyring; its options stay'
complete -c cwsync -n '__cwsync_at \'auth\'' -a status -d 'Show which account is used, where each part comes from, and whether ConnectWise takes it'
complete -c cwsync -n '__cwsync_at \'auth\'' -a list -d 'List the profiles with their hosts, and whether the keyring holds their keys'
complete -c cwsync -n '__cwsync_at \'auth\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'auth login\'' -l host -x -d 'Where you log in: na.myconnectwise.net, or a URL'
complete -c cwsync -n '__cwsync_at \'auth login\'' -l company-id -x -d 'The company id of the login page'
complete -c cwsync -n '__cwsync_at \'auth login\'' -l public-key -x -d 'Public key of the API member'
complete -c cwsync -n '__cwsync_at \'auth login\'' -l private-key-stdin -d 'Read the private key from stdin'
complete -c cwsync -n '__cwsync_at \'auth login\'' -l client-id -x -d 'Client id from developer.connectwise.com/ClientID'
complete -c cwsync -n '__cwsync_at \'auth login\'' -l profile -s p -x -a '(__cwsync_known profiles)' -d 'Profile to use'
complete -c cwsync -n '__cwsync_at \'auth login\'' -l no-input -d 'Never ask anything; fail instead'
complete -c cwsync -n '__cwsync_at \'auth login\'' -l quiet -s q -d 'Only data, warnings and errors'
complete -c cwsync -n '__cwsync_at \'auth login\'' -l verbose -s v -d 'Say more about what happens'
complete -c cwsync -n '__cwsync_at \'auth login\'' -l debug -d 'Show every call to ConnectWise'
complete -c cwsync -n '__cwsync_at \'auth login\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'auth logout\'' -l profile -s p -x -a '(__cwsync_known profiles)' -d 'Profile to use'
complete -c cwsync -n '__cwsync_at \'auth logout\'' -l no-input -d 'Never ask anything; fail instead'
complete -c cwsync -n '__cwsync_at \'auth logout\'' -l quiet -s q -d 'Only data, warnings and errors'
complete -c cwsync -n '__cwsync_at \'auth logout\'' -l verbose -s v -d 'Say more about what happens'
complete -c cwsync -n '__cwsync_at \'auth logout\'' -l debug -d 'Show every call to ConnectWise'
complete -c cwsync -n '__cwsync_at \'auth logout\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'auth status\'' -l profile -s p -x -a '(__cwsync_known profiles)' -d 'Profile to use'
complete -c cwsync -n '__cwsync_at \'auth status\'' -l sandbox -d 'Use the embedded ConnectWise instead'
complete -c cwsync -n '__cwsync_at \'auth status\'' -l output -s o -x -a 'table json' -d 'table or json'
complete -c cwsync -n '__cwsync_at \'auth status\'' -l no-input -d 'Never ask anything; fail instead'
complete -c cwsync -n '__cwsync_at \'auth status\'' -l quiet -s q -d 'Only data, warnings and errors'
complete -c cwsync -n '__cwsync_at \'auth status\'' -l verbose -s v -d 'Say more about what happens'
complete -c cwsync -n '__cwsync_at \'auth status\'' -l debug -d 'Show every call to ConnectWise'
complete -c cwsync -n '__cwsync_at \'auth status\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'auth list\'' -l output -s o -x -a 'table json csv' -d 'table, json or csv'
complete -c cwsync -n '__cwsync_at \'auth list\'' -l no-input -d 'Never ask anything; fail instead'
complete -c cwsync -n '__cwsync_at \'auth list\'' -l quiet -s q -d 'Only data, warnings and errors'
complete -c cwsync -n '__cwsync_at \'auth list\'' -l verbose -s v -d 'Say more about what happens'
complete -c cwsync -n '__cwsync_at \'auth list\'' -l debug -d 'Show every call to ConnectWise'
complete -c cwsync -n '__cwsync_at \'auth list\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'config\'' -a list -d 'Show every option with its value and where that came from'
complete -c cwsync -n '__cwsync_at \'config\'' -a get -d 'Print the value of an option that is in force; nothing where it has none'
complete -c cwsync -n '__cwsync_at \'config\'' -a set -d 'Set an option of a profile; `config set profile NAME` says which profile is the usual one'
complete -c cwsync -n '__cwsync_at \'config\'' -a unset -d 'Remove an option from a profile, so that its default holds again; or a whole section'
complete -c cwsync -n '__cwsync_at \'config\'' -a edit -d 'Open the file in your editor ($VISUAL, $EDITOR); it is checked before it is replaced'
complete -c cwsync -n '__cwsync_at \'config\'' -a path -d 'Print where the file is, or would be'
complete -c cwsync -n '__cwsync_at \'config\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'config list\'' -l profile -s p -x -a '(__cwsync_known profiles)' -d 'Profile to use'
complete -c cwsync -n '__cwsync_at \'config list\'' -l output -s o -x -a 'table json csv' -d 'table, json or csv'
complete -c cwsync -n '__cwsync_at \'config list\'' -l no-input -d 'Never ask anything; fail instead'
complete -c cwsync -n '__cwsync_at \'config list\'' -l quiet -s q -d 'Only data, warnings and errors'
complete -c cwsync -n '__cwsync_at \'config list\'' -l verbose -s v -d 'Say more about what happens'
complete -c cwsync -n '__cwsync_at \'config list\'' -l debug -d 'Show every call to ConnectWise'
complete -c cwsync -n '__cwsync_at \'config list\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'config get\'' -a '(__cwsync_known options)'
complete -c cwsync -n '__cwsync_at \'config get\'' -l profile -s p -x -a '(__cwsync_known profiles)' -d 'Profile to use'
complete -c cwsync -n '__cwsync_at \'config get\'' -l output -s o -x -a 'table json' -d 'table or json'
complete -c cwsync -n '__cwsync_at \'config get\'' -l no-input -d 'Never ask anything; fail instead'
complete -c cwsync -n '__cwsync_at \'config get\'' -l quiet -s q -d 'Only data, warnings and errors'
complete -c cwsync -n '__cwsync_at \'config get\'' -l verbose -s v -d 'Say more about what happens'
complete -c cwsync -n '__cwsync_at \'config get\'' -l debug -d 'Show every call to ConnectWise'
complete -c cwsync -n '__cwsync_at \'config get\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'config set\'' -a '(__cwsync_known options)'
complete -c cwsync -n '__cwsync_at \'config set\'' -l profile -s p -x -a '(__cwsync_known profiles)' -d 'Profile to use'
complete -c cwsync -n '__cwsync_at \'config set\'' -l no-input -d 'Never ask anything; fail instead'
complete -c cwsync -n '__cwsync_at \'config set\'' -l quiet -s q -d 'Only data, warnings and errors'
complete -c cwsync -n '__cwsync_at \'config set\'' -l verbose -s v -d 'Say more about what happens'
complete -c cwsync -n '__cwsync_at \'config set\'' -l debug -d 'Show every call to ConnectWise'
complete -c cwsync -n '__cwsync_at \'config set\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'config unset\'' -a '(__cwsync_known options)'
complete -c cwsync -n '__cwsync_at \'config unset\'' -l profile -s p -x -a '(__cwsync_known profiles)' -d 'Profile to use'
complete -c cwsync -n '__cwsync_at \'config unset\'' -l no-input -d 'Never ask anything; fail instead'
complete -c cwsync -n '__cwsync_at \'config unset\'' -l quiet -s q -d 'Only data, warnings and errors'
complete -c cwsync -n '__cwsync_at \'config unset\'' -l verbose -s v -d 'Say more about what happens'
complete -c cwsync -n '__cwsync_at \'config unset\'' -l debug -d 'Show every call to ConnectWise'
complete -c cwsync -n '__cwsync_at \'config unset\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'config edit\'' -l no-input -d 'Never ask anything; fail instead'
complete -c cwsync -n '__cwsync_at \'config edit\'' -l quiet -s q -d 'Only data, warnings and errors'
complete -c cwsync -n '__cwsync_at \'config edit\'' -l verbose -s v -d 'Say more about what happens'
complete -c cwsync -n '__cwsync_at \'config edit\'' -l debug -d 'Show every call to ConnectWise'
complete -c cwsync -n '__cwsync_at \'config edit\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'config path\'' -l no-input -d 'Never ask anything; fail instead'
complete -c cwsync -n '__cwsync_at \'config path\'' -l quiet -s q -d 'Only data, warnings and errors'
complete -c cwsync -n '__cwsync_at \'config path\'' -l verbose -s v -d 'Say more about what happens'
complete -c cwsync -n '__cwsync_at \'config path\'' -l debug -d 'Show every call to ConnectWise'
complete -c cwsync -n '__cwsync_at \'config path\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'doctor\'' -l bundle -r -F -d 'Write a zip for support, without secrets'
complete -c cwsync -n '__cwsync_at \'doctor\'' -l profile -s p -x -a '(__cwsync_known profiles)' -d 'Profile to use'
complete -c cwsync -n '__cwsync_at \'doctor\'' -l sandbox -d 'Use the embedded ConnectWise instead'
complete -c cwsync -n '__cwsync_at \'doctor\'' -l output -s o -x -a 'table json' -d 'table or json'
complete -c cwsync -n '__cwsync_at \'doctor\'' -l no-input -d 'Never ask anything; fail instead'
complete -c cwsync -n '__cwsync_at \'doctor\'' -l quiet -s q -d 'Only data, warnings and errors'
complete -c cwsync -n '__cwsync_at \'doctor\'' -l verbose -s v -d 'Say more about what happens'
complete -c cwsync -n '__cwsync_at \'doctor\'' -l debug -d 'Show every call to ConnectWise'
complete -c cwsync -n '__cwsync_at \'doctor\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'logs\'' -a path -d 'Print the file that the log is written to'
complete -c cwsync -n '__cwsync_at \'logs\'' -l since -x -d '2h, 30m or 3d ago, or a date (and time)'
complete -c cwsync -n '__cwsync_at \'logs\'' -l failed -d 'Only runs that failed or have no end'
complete -c cwsync -n '__cwsync_at \'logs\'' -l run -x -a '(__cwsync_known runs)' -d 'This run, with every call'
complete -c cwsync -n '__cwsync_at \'logs\'' -l follow -d 'Show what is logged from now on, until Ctrl-C'
complete -c cwsync -n '__cwsync_at \'logs\'' -l limit -x -d 'The latest N runs; 20 without --since'
complete -c cwsync -n '__cwsync_at \'logs\'' -l output -s o -x -a 'table json' -d 'table or json'
complete -c cwsync -n '__cwsync_at \'logs\'' -l no-input -d 'Never ask anything; fail instead'
complete -c cwsync -n '__cwsync_at \'logs\'' -l quiet -s q -d 'Only data, warnings and errors'
complete -c cwsync -n '__cwsync_at \'logs\'' -l verbose -s v -d 'Say more about what happens'
complete -c cwsync -n '__cwsync_at \'logs\'' -l debug -d 'Show every call to ConnectWise'
complete -c cwsync -n '__cwsync_at \'logs\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'logs path\'' -l no-input -d 'Never ask anything; fail instead'
complete -c cwsync -n '__cwsync_at \'logs path\'' -l quiet -s q -d 'Only data, warnings and errors'
complete -c cwsync -n '__cwsync_at \'logs path\'' -l verbose -s v -d 'Say more about what happens'
complete -c cwsync -n '__cwsync_at \'logs path\'' -l debug -d 'Show every call to ConnectWise'
complete -c cwsync -n '__cwsync_at \'logs path\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'sandbox\'' -a serve -d 'Offer the embedded ConnectWise on loopback until Ctrl-C, and print how to connect to it'
complete -c cwsync -n '__cwsync_at \'sandbox\'' -a reset -d 'Forget everything that was done in the embedded ConnectWise'
complete -c cwsync -n '__cwsync_at \'sandbox\'' -a path -d 'Print the file that holds the embedded ConnectWise'
complete -c cwsync -n '__cwsync_at \'sandbox\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'sandbox serve\'' -l port -x -d 'Port to listen on, 0 for a free one'
complete -c cwsync -n '__cwsync_at \'sandbox serve\'' -l forecast-shape -x -a 'array object' -d 'How a forecast is answered; real ones differ in that'
complete -c cwsync -n '__cwsync_at \'sandbox serve\'' -l faults -r -F -d 'Misbehave as this TOML file says'
complete -c cwsync -n '__cwsync_at \'sandbox serve\'' -l revoke -x -d 'Take a permission away: "Project Tickets:add". Repeatable'
complete -c cwsync -n '__cwsync_at \'sandbox serve\'' -l no-input -d 'Never ask anything; fail instead'
complete -c cwsync -n '__cwsync_at \'sandbox serve\'' -l quiet -s q -d 'Only data, warnings and errors'
complete -c cwsync -n '__cwsync_at \'sandbox serve\'' -l verbose -s v -d 'Say more about what happens'
complete -c cwsync -n '__cwsync_at \'sandbox serve\'' -l debug -d 'Show every call to ConnectWise'
complete -c cwsync -n '__cwsync_at \'sandbox serve\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'sandbox reset\'' -l no-input -d 'Never ask anything; fail instead'
complete -c cwsync -n '__cwsync_at \'sandbox reset\'' -l quiet -s q -d 'Only data, warnings and errors'
complete -c cwsync -n '__cwsync_at \'sandbox reset\'' -l verbose -s v -d 'Say more about what happens'
complete -c cwsync -n '__cwsync_at \'sandbox reset\'' -l debug -d 'Show every call to ConnectWise'
complete -c cwsync -n '__cwsync_at \'sandbox reset\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'sandbox path\'' -l no-input -d 'Never ask anything; fail instead'
complete -c cwsync -n '__cwsync_at \'sandbox path\'' -l quiet -s q -d 'Only data, warnings and errors'
complete -c cwsync -n '__cwsync_at \'sandbox path\'' -l verbose -s v -d 'Say more about what happens'
complete -c cwsync -n '__cwsync_at \'sandbox path\'' -l debug -d 'Show every call to ConnectWise'
complete -c cwsync -n '__cwsync_at \'sandbox path\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'completion\'' -a show -d 'Print the completion file of a shell, for an installation of your own'
complete -c cwsync -n '__cwsync_at \'completion\'' -a install -d 'Put the completion file where your shell looks for it, and say what is left to do'
complete -c cwsync -n '__cwsync_at \'completion\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'completion show\'' -a 'bash zsh fish powershell'
complete -c cwsync -n '__cwsync_at \'completion show\'' -l no-input -d 'Never ask anything; fail instead'
complete -c cwsync -n '__cwsync_at \'completion show\'' -l quiet -s q -d 'Only data, warnings and errors'
complete -c cwsync -n '__cwsync_at \'completion show\'' -l verbose -s v -d 'Say more about what happens'
complete -c cwsync -n '__cwsync_at \'completion show\'' -l debug -d 'Show every call to ConnectWise'
complete -c cwsync -n '__cwsync_at \'completion show\'' -l help -s h -d 'Show this message and exit'

complete -c cwsync -n '__cwsync_at \'completion install\'' -a 'bash zsh fish powershell'
complete -c cwsync -n '__cwsync_at \'completion install\'' -l no-input -d 'Never ask anything; fail instead'
complete -c cwsync -n '__cwsync_at \'completion install\'' -l quiet -s q -d 'Only data, warnings and errors'
complete -c cwsync -n '__cwsync_at \'completion install\'' -l verbose -s v -d 'Say more about what happens'
complete -c cwsync -n '__cwsync_at \'completion install\'' -l debug -d 'Show every call to ConnectWise'
complete -c cwsync -n '__cwsync_at \'completion install\'' -l help -s h -d 'Show this message and exit'
