# Completion of cwsync for PowerShell. Made from the command tree by `make completions`.
#
# Commands, options and fixed values are in this file. Names of profiles, boards, statuses and the
# like come from `cwsync completion values`, which reads what is kept and asks nobody.

$global:CwsyncTree = @{
    '' = @{
        Commands = @(
            "demo`tThe whole tour on the embedded ConnectWise, no account, no questions"
            "project`tPush an approved project into ConnectWise, and see what is there"
            "opportunities`tList, show and pull the opportunities of ConnectWise"
            "forecast`tBring the forecast of an opportunity in line with an export"
            "salesorder`tConvert the opportunity of an approved project to a sales order"
            "export`tFetch, check, show and convert ScopeStack exports"
            "lookup`tBoards, companies, statuses and other values that options accept"
            "auth`tStore, show, list and remove accounts of ConnectWise"
            "config`tProfiles and options: one TOML file, any number of profiles"
            "doctor`tCheck everything between this terminal and a working push"
            "logs`tWhat was done, and every call to ConnectWise behind it"
            "sandbox`tThe embedded ConnectWise as a local server, for rehearsals and scripts"
            "completion`tCompletion of commands, options and values in your shell"
        )
        Options = @(
            "--version`tShow the version and exit"
            "--help`tShow this message and exit"
        )
        Arguments = @(
        )
        Takes = @{
        }
    }
    'demo' = @{
        Commands = @(
        )
        Options = @(
            "--keep`tLeave the sandbox data and the example for playing on"
            "--no-input`tNever ask anything; fail instead"
            "--quiet`tOnly data, warnings and errors"
            "--verbose`tSay more about what happens"
            "--debug`tShow every call to ConnectWise"
            "--help`tShow this message and exit"
        )
        Arguments = @(
        )
        Takes = @{
        }
    }
    'project' = @{
        Commands = @(
            "push`tPush an approved project: shows the diff, asks, creates what is missing"
            "apply`tApply a saved plan; refuses one that is stale"
            "status`tWhat of this export is in ConnectWise: pushed, not pushed, changed, removed, duplicated"
        )
        Options = @(
            "--help`tShow this message and exit"
        )
        Arguments = @(
        )
        Takes = @{
        }
    }
    'project push' = @{
        Commands = @(
        )
        Options = @(
            "--into`tPush into this project"
            "--new`tCreate a project in any case"
            "--start`tEstimated start, YYYY-MM-DD"
            "--end`tEstimated end, YYYY-MM-DD"
            "--board`tProject board, by name or id"
            "--company`tCompany, by name or id"
            "--ticket-status`tStatus of new tickets"
            "--project-status`tStatus of a new project"
            "--manager`tProject manager: login, name or id"
            "--template`tProject template to apply"
            "--billing-method`tActualRates, FixedFee, NotToExceed or OverrideRate"
            "--opportunity`tWhen the export names none"
            "--governance`tTickets for governance items"
            "--no-governance`tTickets for governance items"
            "--subservices`tTasks for sub-services"
            "--no-subservices`tTasks for sub-services"
            "--add-tasks`tAdd new sub-services to tickets that exist"
            "--recreate`tMake again what was deleted in ConnectWise"
            "--take-over`tGo on although a push seems to run: only for one that died"
            "--accept-new-ids`tMake tickets again whose ids changed in ScopeStack"
            "--save-plan`tSave the plan for ``project apply``"
            "--detailed-exitcode`tWith --dry-run: exit 10 on changes"
            "--full`tShow what is unchanged, too"
            "--project-id`tWhich project, if the file holds several"
            "--profile`tProfile to use"
            "--sandbox`tUse the embedded ConnectWise instead"
            "--output`ttable or json"
            "--dry-run`tShow what would be done; change nothing"
            "--yes`tDo not ask"
            "--no-input`tNever ask anything; fail instead"
            "--quiet`tOnly data, warnings and errors"
            "--verbose`tSay more about what happens"
            "--debug`tShow every call to ConnectWise"
            "--help`tShow this message and exit"
        )
        Arguments = @(
            'file'
        )
        Takes = @{
            '--into' = 'any'
            '--start' = 'any'
            '--end' = 'any'
            '--board' = 'known boards'
            '--company' = 'known companies'
            '--ticket-status' = 'known ticket-statuses'
            '--project-status' = 'known project-statuses'
            '--manager' = 'known members'
            '--template' = 'known templates'
            '--billing-method' = 'choices ActualRates FixedFee NotToExceed OverrideRate'
            '--opportunity' = 'known opportunities'
            '--save-plan' = 'file'
            '--project-id' = 'any'
            '--profile' = 'known profiles'
            '-p' = 'known profiles'
            '--output' = 'choices table json'
            '-o' = 'choices table json'
        }
    }
    'project apply' = @{
        Commands = @(
        )
        Options = @(
            "--full`tShow what is unchanged, too"
            "--profile`tProfile to use"
            "--sandbox`tUse the embedded ConnectWise instead"
            "--output`ttable or json"
            "--dry-run`tShow what would be done; change nothing"
            "--yes`tDo not ask"
            "--no-input`tNever ask anything; fail instead"
            "--quiet`tOnly data, warnings and errors"
            "--verbose`tSay more about what happens"
            "--debug`tShow every call to ConnectWise"
            "--help`tShow this message and exit"
        )
        Arguments = @(
            'file'
        )
        Takes = @{
            '--profile' = 'known profiles'
            '-p' = 'known profiles'
            '--output' = 'choices table json'
            '-o' = 'choices table json'
        }
    }
    'project status' = @{
        Commands = @(
        )
        Options = @(
            "--into`tPush into this project"
            "--company`tCompany, by name or id"
            "--opportunity`tWhen the export names none"
            "--governance`tTickets for governance items"
            "--no-governance`tTickets for governance items"
            "--subservices`tTasks for sub-services"
            "--no-subservices`tTasks for sub-services"
            "--full`tShow what is unchanged, too"
            "--project-id`tWhich project, if the file holds several"
            "--profile`tProfile to use"
            "--sandbox`tUse the embedded ConnectWise instead"
            "--output`ttable or json"
            "--no-input`tNever ask anything; fail instead"
            "--quiet`tOnly data, warnings and errors"
            "--verbose`tSay more about what happens"
            "--debug`tShow every call to ConnectWise"
            "--help`tShow this message and exit"
        )
        Arguments = @(
            'file'
        )
        Takes = @{
            '--into' = 'any'
            '--company' = 'known companies'
            '--opportunity' = 'known opportunities'
            '--project-id' = 'any'
            '--profile' = 'known profiles'
            '-p' = 'known profiles'
            '--output' = 'choices table json'
            '-o' = 'choices table json'
        }
    }
    'opportunities' = @{
        Commands = @(
            "list`tList opportunities, filtered and sorted by ConnectWise"
            "show`tShow one with its forecast lines, linked projects and sales orders"
            "pull`tStart a project file from one, to be filled in by hand and pushed"
        )
        Options = @(
            "--help`tShow this message and exit"
        )
        Arguments = @(
        )
        Takes = @{
        }
    }
    'opportunities list' = @{
        Commands = @(
        )
        Options = @(
            "--status`tOnly these statuses; repeat, or use commas"
            "--stage`tOnly these stages; repeat, or use commas"
            "--company`tOnly this company: name or id"
            "--search`tOnly those with this in the name"
            "--all`tLeave the filters of the profile out"
            "--sort`tid, name, company, stage, status, sales-rep or close; -close: latest first"
            "--limit`tAt most so many"
            "--with-forecast`tWith forecast totals: one more request for each"
            "--profile`tProfile to use"
            "--sandbox`tUse the embedded ConnectWise instead"
            "--output`ttable, json or csv"
            "--no-input`tNever ask anything; fail instead"
            "--quiet`tOnly data, warnings and errors"
            "--verbose`tSay more about what happens"
            "--debug`tShow every call to ConnectWise"
            "--help`tShow this message and exit"
        )
        Arguments = @(
        )
        Takes = @{
            '--status' = 'known opportunity-statuses'
            '--stage' = 'known stages'
            '--company' = 'known companies'
            '--search' = 'any'
            '--sort' = 'any'
            '--limit' = 'any'
            '--profile' = 'known profiles'
            '-p' = 'known profiles'
            '--output' = 'choices table json csv'
            '-o' = 'choices table json csv'
        }
    }
    'opportunities show' = @{
        Commands = @(
        )
        Options = @(
            "--profile`tProfile to use"
            "--sandbox`tUse the embedded ConnectWise instead"
            "--output`ttable or json"
            "--no-input`tNever ask anything; fail instead"
            "--quiet`tOnly data, warnings and errors"
            "--verbose`tSay more about what happens"
            "--debug`tShow every call to ConnectWise"
            "--help`tShow this message and exit"
        )
        Arguments = @(
            'known opportunities'
        )
        Takes = @{
            '--profile' = 'known profiles'
            '-p' = 'known profiles'
            '--output' = 'choices table json'
            '-o' = 'choices table json'
        }
    }
    'opportunities pull' = @{
        Commands = @(
        )
        Options = @(
            "--file`tWhere to, - for stdout"
            "--force`tWrite over a file that exists"
            "--profile`tProfile to use"
            "--sandbox`tUse the embedded ConnectWise instead"
            "--output`ttable or json"
            "--no-input`tNever ask anything; fail instead"
            "--quiet`tOnly data, warnings and errors"
            "--verbose`tSay more about what happens"
            "--debug`tShow every call to ConnectWise"
            "--help`tShow this message and exit"
        )
        Arguments = @(
            'known opportunities'
        )
        Takes = @{
            '--file' = 'file'
            '-f' = 'file'
            '--profile' = 'known profiles'
            '-p' = 'known profiles'
            '--output' = 'choices table json'
            '-o' = 'choices table json'
        }
    }
    'forecast' = @{
        Commands = @(
            "show`tThe forecast lines of an opportunity, whoever made them, and what they come to"
            "sync`tCreate or update a line for each of Product, Professional and Managed Services"
        )
        Options = @(
            "--help`tShow this message and exit"
        )
        Arguments = @(
        )
        Takes = @{
        }
    }
    'forecast show' = @{
        Commands = @(
        )
        Options = @(
            "--profile`tProfile to use"
            "--sandbox`tUse the embedded ConnectWise instead"
            "--output`ttable or json"
            "--no-input`tNever ask anything; fail instead"
            "--quiet`tOnly data, warnings and errors"
            "--verbose`tSay more about what happens"
            "--debug`tShow every call to ConnectWise"
            "--help`tShow this message and exit"
        )
        Arguments = @(
            'known opportunities'
        )
        Takes = @{
            '--profile' = 'known profiles'
            '-p' = 'known profiles'
            '--output' = 'choices table json'
            '-o' = 'choices table json'
        }
    }
    'forecast sync' = @{
        Commands = @(
        )
        Options = @(
            "--opportunity`tWhen the export names none"
            "--include-product`tWhether products get a line, too"
            "--no-include-product`tWhether products get a line, too"
            "--force`tSync although the profile skips the revenue sync"
            "--watch`tSync again as the exports change, until Ctrl-C"
            "--detailed-exitcode`tWith --dry-run: exit 10 on changes"
            "--project-id`tWhich project, if the file holds several"
            "--profile`tProfile to use"
            "--sandbox`tUse the embedded ConnectWise instead"
            "--output`ttable or json"
            "--dry-run`tShow what would be done; change nothing"
            "--yes`tDo not ask"
            "--no-input`tNever ask anything; fail instead"
            "--quiet`tOnly data, warnings and errors"
            "--verbose`tSay more about what happens"
            "--debug`tShow every call to ConnectWise"
            "--help`tShow this message and exit"
        )
        Arguments = @(
            'file'
        )
        Others = 'file'
        Takes = @{
            '--opportunity' = 'known opportunities'
            '--project-id' = 'any'
            '--profile' = 'known profiles'
            '-p' = 'known profiles'
            '--output' = 'choices table json'
            '-o' = 'choices table json'
        }
    }
    'salesorder' = @{
        Commands = @(
            "create`tConvert the linked opportunity, with all its products, once"
        )
        Options = @(
            "--help`tShow this message and exit"
        )
        Arguments = @(
        )
        Takes = @{
        }
    }
    'salesorder create' = @{
        Commands = @(
        )
        Options = @(
            "--opportunity`tWhen the export names none"
            "--name`tWhat to call the sales order"
            "--project-id`tWhich project, if the file holds several"
            "--profile`tProfile to use"
            "--sandbox`tUse the embedded ConnectWise instead"
            "--output`ttable or json"
            "--dry-run`tShow what would be done; change nothing"
            "--yes`tDo not ask"
            "--no-input`tNever ask anything; fail instead"
            "--quiet`tOnly data, warnings and errors"
            "--verbose`tSay more about what happens"
            "--debug`tShow every call to ConnectWise"
            "--help`tShow this message and exit"
        )
        Arguments = @(
            'file'
        )
        Takes = @{
            '--opportunity' = 'known opportunities'
            '--name' = 'any'
            '--project-id' = 'any'
            '--profile' = 'known profiles'
            '-p' = 'known profiles'
            '--output' = 'choices table json'
            '-o' = 'choices table json'
        }
    }
    'export' = @{
        Commands = @(
            "check`tSay whether an export is valid, and what a push would take from it"
            "show`tShow an export as a tree with hours and money"
            "convert`tConvert any export to cwsync's own format: the same plan, easy to edit"
            "schema`tPrint the JSON Schema of cwsync's format, for editors and checks"
            "fetch`tGet a complete export of a project from ScopeStack's API"
            "login`tKeep an access to ScopeStack in the keyring, after checking it"
            "logout`tRemove the access to ScopeStack from the keyring"
        )
        Options = @(
            "--help`tShow this message and exit"
        )
        Arguments = @(
        )
        Takes = @{
        }
    }
    'export check' = @{
        Commands = @(
        )
        Options = @(
            "--strict`tWarnings are errors, too"
            "--project-id`tWhich project, if the file holds several"
            "--output`ttable or json"
            "--no-input`tNever ask anything; fail instead"
            "--quiet`tOnly data, warnings and errors"
            "--verbose`tSay more about what happens"
            "--debug`tShow every call to ConnectWise"
            "--help`tShow this message and exit"
        )
        Arguments = @(
            'file'
        )
        Others = 'file'
        Takes = @{
            '--project-id' = 'any'
            '--output' = 'choices table json'
            '-o' = 'choices table json'
        }
    }
    'export show' = @{
        Commands = @(
        )
        Options = @(
            "--project-id`tWhich project, if the file holds several"
            "--output`ttable or json"
            "--no-input`tNever ask anything; fail instead"
            "--quiet`tOnly data, warnings and errors"
            "--verbose`tSay more about what happens"
            "--debug`tShow every call to ConnectWise"
            "--help`tShow this message and exit"
        )
        Arguments = @(
            'file'
        )
        Takes = @{
            '--project-id' = 'any'
            '--output' = 'choices table json'
            '-o' = 'choices table json'
        }
    }
    'export convert' = @{
        Commands = @(
        )
        Options = @(
            "--file`tWrite there, not to stdout"
            "--format`tyaml or json; else as FILE ends"
            "--project-id`tWhich project, if the file holds several"
            "--force`tWrite over a file that is there"
            "--no-input`tNever ask anything; fail instead"
            "--quiet`tOnly data, warnings and errors"
            "--verbose`tSay more about what happens"
            "--debug`tShow every call to ConnectWise"
            "--help`tShow this message and exit"
        )
        Arguments = @(
            'file'
        )
        Takes = @{
            '--file' = 'file'
            '-f' = 'file'
            '--format' = 'choices json'
            '--project-id' = 'any'
        }
    }
    'export schema' = @{
        Commands = @(
        )
        Options = @(
            "--file`tWrite there, not to stdout"
            "--force`tWrite over a file that is there"
            "--no-input`tNever ask anything; fail instead"
            "--quiet`tOnly data, warnings and errors"
            "--verbose`tSay more about what happens"
            "--debug`tShow every call to ConnectWise"
            "--help`tShow this message and exit"
        )
        Arguments = @(
        )
        Takes = @{
            '--file' = 'file'
            '-f' = 'file'
        }
    }
    'export fetch' = @{
        Commands = @(
        )
        Options = @(
            "--file`tElse scopestack-ID.json; - for stdout"
            "--force`tWrite over a file that is there"
            "--profile`tProfile to use"
            "--output`ttable or json"
            "--no-input`tNever ask anything; fail instead"
            "--quiet`tOnly data, warnings and errors"
            "--verbose`tSay more about what happens"
            "--debug`tShow every call to ConnectWise"
            "--help`tShow this message and exit"
        )
        Arguments = @(
            'any'
        )
        Takes = @{
            '--file' = 'file'
            '-f' = 'file'
            '--profile' = 'known profiles'
            '-p' = 'known profiles'
            '--output' = 'choices table json'
            '-o' = 'choices table json'
        }
    }
    'export login' = @{
        Commands = @(
        )
        Options = @(
            "--token-stdin`tRead the access token from stdin"
            "--client-id`tClient credentials in place of a token"
            "--client-secret-stdin`tRead the client secret from stdin"
            "--profile`tProfile to use"
            "--no-input`tNever ask anything; fail instead"
            "--quiet`tOnly data, warnings and errors"
            "--verbose`tSay more about what happens"
            "--debug`tShow every call to ConnectWise"
            "--help`tShow this message and exit"
        )
        Arguments = @(
        )
        Takes = @{
            '--client-id' = 'any'
            '--profile' = 'known profiles'
            '-p' = 'known profiles'
        }
    }
    'export logout' = @{
        Commands = @(
        )
        Options = @(
            "--profile`tProfile to use"
            "--no-input`tNever ask anything; fail instead"
            "--quiet`tOnly data, warnings and errors"
            "--verbose`tSay more about what happens"
            "--debug`tShow every call to ConnectWise"
            "--help`tShow this message and exit"
        )
        Arguments = @(
        )
        Takes = @{
            '--profile' = 'known profiles'
            '-p' = 'known profiles'
        }
    }
    'lookup' = @{
        Commands = @(
            "boards`tProject boards, for --board"
            "statuses`tTicket statuses of one board, for --ticket-status"
            "companies`tCompanies, for --company"
            "templates`tProject templates, for --template"
            "members`tMembers, for --manager"
            "stages`tStages of opportunities, for --stage"
            "opportunity-statuses`tStatuses of opportunities, for --status"
            "project-statuses`tStatuses of projects, for --project-status"
            "billing-methods`tBilling methods, for --billing-method"
        )
        Options = @(
            "--help`tShow this message and exit"
        )
        Arguments = @(
        )
        Takes = @{
        }
    }
    'lookup boards' = @{
        Commands = @(
        )
        Options = @(
            "--profile`tProfile to use"
            "--sandbox`tUse the embedded ConnectWise instead"
            "--output`ttable, json or csv"
            "--no-input`tNever ask anything; fail instead"
            "--quiet`tOnly data, warnings and errors"
            "--verbose`tSay more about what happens"
            "--debug`tShow every call to ConnectWise"
            "--help`tShow this message and exit"
        )
        Arguments = @(
        )
        Takes = @{
            '--profile' = 'known profiles'
            '-p' = 'known profiles'
            '--output' = 'choices table json csv'
            '-o' = 'choices table json csv'
        }
    }
    'lookup statuses' = @{
        Commands = @(
        )
        Options = @(
            "--board`tWhose statuses: a board, by name or id"
            "--profile`tProfile to use"
            "--sandbox`tUse the embedded ConnectWise instead"
            "--output`ttable, json or csv"
            "--no-input`tNever ask anything; fail instead"
            "--quiet`tOnly data, warnings and errors"
            "--verbose`tSay more about what happens"
            "--debug`tShow every call to ConnectWise"
            "--help`tShow this message and exit"
        )
        Arguments = @(
        )
        Takes = @{
            '--board' = 'known boards'
            '--profile' = 'known profiles'
            '-p' = 'known profiles'
            '--output' = 'choices table json csv'
            '-o' = 'choices table json csv'
        }
    }
    'lookup companies' = @{
        Commands = @(
        )
        Options = @(
            "--search`tOnly those with this in name or identifier"
            "--refresh`tAsk ConnectWise now; else once a day is enough"
            "--profile`tProfile to use"
            "--sandbox`tUse the embedded ConnectWise instead"
            "--output`ttable, json or csv"
            "--no-input`tNever ask anything; fail instead"
            "--quiet`tOnly data, warnings and errors"
            "--verbose`tSay more about what happens"
            "--debug`tShow every call to ConnectWise"
            "--help`tShow this message and exit"
        )
        Arguments = @(
        )
        Takes = @{
            '--search' = 'any'
            '--profile' = 'known profiles'
            '-p' = 'known profiles'
            '--output' = 'choices table json csv'
            '-o' = 'choices table json csv'
        }
    }
    'lookup templates' = @{
        Commands = @(
        )
        Options = @(
            "--profile`tProfile to use"
            "--sandbox`tUse the embedded ConnectWise instead"
            "--output`ttable, json or csv"
            "--no-input`tNever ask anything; fail instead"
            "--quiet`tOnly data, warnings and errors"
            "--verbose`tSay more about what happens"
            "--debug`tShow every call to ConnectWise"
            "--help`tShow this message and exit"
        )
        Arguments = @(
        )
        Takes = @{
            '--profile' = 'known profiles'
            '-p' = 'known profiles'
            '--output' = 'choices table json csv'
            '-o' = 'choices table json csv'
        }
    }
    'lookup members' = @{
        Commands = @(
        )
        Options = @(
            "--profile`tProfile to use"
            "--sandbox`tUse the embedded ConnectWise instead"
            "--output`ttable, json or csv"
            "--no-input`tNever ask anything; fail instead"
            "--quiet`tOnly data, warnings and errors"
            "--verbose`tSay more about what happens"
            "--debug`tShow every call to ConnectWise"
            "--help`tShow this message and exit"
        )
        Arguments = @(
        )
        Takes = @{
            '--profile' = 'known profiles'
            '-p' = 'known profiles'
            '--output' = 'choices table json csv'
            '-o' = 'choices table json csv'
        }
    }
    'lookup stages' = @{
        Commands = @(
        )
        Options = @(
            "--profile`tProfile to use"
            "--sandbox`tUse the embedded ConnectWise instead"
            "--output`ttable, json or csv"
            "--no-input`tNever ask anything; fail instead"
            "--quiet`tOnly data, warnings and errors"
            "--verbose`tSay more about what happens"
            "--debug`tShow every call to ConnectWise"
            "--help`tShow this message and exit"
        )
        Arguments = @(
        )
        Takes = @{
            '--profile' = 'known profiles'
            '-p' = 'known profiles'
            '--output' = 'choices table json csv'
            '-o' = 'choices table json csv'
        }
    }
    'lookup opportunity-statuses' = @{
        Commands = @(
        )
        Options = @(
            "--profile`tProfile to use"
            "--sandbox`tUse the embedded ConnectWise instead"
            "--output`ttable, json or csv"
            "--no-input`tNever ask anything; fail instead"
            "--quiet`tOnly data, warnings and errors"
            "--verbose`tSay more about what happens"
            "--debug`tShow every call to ConnectWise"
            "--help`tShow this message and exit"
        )
        Arguments = @(
        )
        Takes = @{
            '--profile' = 'known profiles'
            '-p' = 'known profiles'
            '--output' = 'choices table json csv'
            '-o' = 'choices table json csv'
        }
    }
    'lookup project-statuses' = @{
        Commands = @(
        )
        Options = @(
            "--profile`tProfile to use"
            "--sandbox`tUse the embedded ConnectWise instead"
            "--output`ttable, json or csv"
            "--no-input`tNever ask anything; fail instead"
            "--quiet`tOnly data, warnings and errors"
            "--verbose`tSay more about what happens"
            "--debug`tShow every call to ConnectWise"
            "--help`tShow this message and exit"
        )
        Arguments = @(
        )
        Takes = @{
            '--profile' = 'known profiles'
            '-p' = 'known profiles'
            '--output' = 'choices table json csv'
            '-o' = 'choices table json csv'
        }
    }
    'lookup billing-methods' = @{
        Commands = @(
        )
        Options = @(
            "--profile`tProfile to use"
            "--sandbox`tUse the embedded ConnectWise instead"
            "--output`ttable, json or csv"
            "--no-input`tNever ask anything; fail instead"
            "--quiet`tOnly data, warnings and errors"
            "--verbose`tSay more about what happens"
            "--debug`tShow every call to ConnectWise"
            "--help`tShow this message and exit"
        )
        Arguments = @(
        )
        Takes = @{
            '--profile' = 'known profiles'
            '-p' = 'known profiles'
            '--output' = 'choices table json csv'
            '-o' = 'choices table json csv'
        }
    }
    'auth' = @{
        Commands = @(
            "login`tCheck an account against ConnectWise, then keep its keys in the keyring of the system"
            "logout`tRemove the keys of a profile from the keyring; its options stay"
            "status`tShow which account is used, where each part comes from, and whether ConnectWise takes it"
            "list`tList the profiles with their hosts, and whether the keyring holds their keys"
        )
        Options = @(
            "--help`tShow this message and exit"
        )
        Arguments = @(
        )
        Takes = @{
        }
    }
    'auth login' = @{
        Commands = @(
        )
        Options = @(
            "--host`tWhere you log in: na.myconnectwise.net, or a URL"
            "--company-id`tThe company id of the login page"
            "--public-key`tPublic key of the API member"
            "--private-key-stdin`tRead the private key from stdin"
            "--client-id`tClient id from developer.connectwise.com/ClientID"
            "--profile`tProfile to use"
            "--no-input`tNever ask anything; fail instead"
            "--quiet`tOnly data, warnings and errors"
            "--verbose`tSay more about what happens"
            "--debug`tShow every call to ConnectWise"
            "--help`tShow this message and exit"
        )
        Arguments = @(
        )
        Takes = @{
            '--host' = 'any'
            '--company-id' = 'any'
            '--public-key' = 'any'
            '--client-id' = 'any'
            '--profile' = 'known profiles'
            '-p' = 'known profiles'
        }
    }
    'auth logout' = @{
        Commands = @(
        )
        Options = @(
            "--profile`tProfile to use"
            "--no-input`tNever ask anything; fail instead"
            "--quiet`tOnly data, warnings and errors"
            "--verbose`tSay more about what happens"
            "--debug`tShow every call to ConnectWise"
            "--help`tShow this message and exit"
        )
        Arguments = @(
        )
        Takes = @{
            '--profile' = 'known profiles'
            '-p' = 'known profiles'
        }
    }
    'auth status' = @{
        Commands = @(
        )
        Options = @(
            "--profile`tProfile to use"
            "--sandbox`tUse the embedded ConnectWise instead"
            "--output`ttable or json"
            "--no-input`tNever ask anything; fail instead"
            "--quiet`tOnly data, warnings and errors"
            "--verbose`tSay more about what happens"
            "--debug`tShow every call to ConnectWise"
            "--help`tShow this message and exit"
        )
        Arguments = @(
        )
        Takes = @{
            '--profile' = 'known profiles'
            '-p' = 'known profiles'
            '--output' = 'choices table json'
            '-o' = 'choices table json'
        }
    }
    'auth list' = @{
        Commands = @(
        )
        Options = @(
            "--output`ttable, json or csv"
            "--no-input`tNever ask anything; fail instead"
            "--quiet`tOnly data, warnings and errors"
            "--verbose`tSay more about what happens"
            "--debug`tShow every call to ConnectWise"
            "--help`tShow this message and exit"
        )
        Arguments = @(
        )
        Takes = @{
            '--output' = 'choices table json csv'
            '-o' = 'choices table json csv'
        }
    }
    'config' = @{
        Commands = @(
            "list`tShow every option with its value and where that came from"
            "get`tPrint the value of an option that is in force; nothing where it has none"
            "set`tSet an option of a profile; ``config set profile NAME`` says which profile is the usual one"
            "unset`tRemove an option from a profile, so that its default holds again; or a whole section"
            "edit`tOpen the file in your editor (`$VISUAL, `$EDITOR); it is checked before it is replaced"
            "path`tPrint where the file is, or would be"
        )
        Options = @(
            "--help`tShow this message and exit"
        )
        Arguments = @(
        )
        Takes = @{
        }
    }
    'config list' = @{
        Commands = @(
        )
        Options = @(
            "--profile`tProfile to use"
            "--output`ttable, json or csv"
            "--no-input`tNever ask anything; fail instead"
            "--quiet`tOnly data, warnings and errors"
            "--verbose`tSay more about what happens"
            "--debug`tShow every call to ConnectWise"
            "--help`tShow this message and exit"
        )
        Arguments = @(
        )
        Takes = @{
            '--profile' = 'known profiles'
            '-p' = 'known profiles'
            '--output' = 'choices table json csv'
            '-o' = 'choices table json csv'
        }
    }
    'config get' = @{
        Commands = @(
        )
        Options = @(
            "--profile`tProfile to use"
            "--output`ttable or json"
            "--no-input`tNever ask anything; fail instead"
            "--quiet`tOnly data, warnings and errors"
            "--verbose`tSay more about what happens"
            "--debug`tShow every call to ConnectWise"
            "--help`tShow this message and exit"
        )
        Arguments = @(
            'known options'
        )
        Takes = @{
            '--profile' = 'known profiles'
            '-p' = 'known profiles'
            '--output' = 'choices table json'
            '-o' = 'choices table json'
        }
    }
    'config set' = @{
        Commands = @(
        )
        Options = @(
            "--profile`tProfile to use"
            "--no-input`tNever ask anything; fail instead"
            "--quiet`tOnly data, warnings and errors"
            "--verbose`tSay more about what happens"
            "--debug`tShow every call to ConnectWise"
            "--help`tShow this message and exit"
        )
        Arguments = @(
            'known options'
            'any'
        )
        Takes = @{
            '--profile' = 'known profiles'
            '-p' = 'known profiles'
        }
    }
    'config unset' = @{
        Commands = @(
        )
        Options = @(
            "--profile`tProfile to use"
            "--no-input`tNever ask anything; fail instead"
            "--quiet`tOnly data, warnings and errors"
            "--verbose`tSay more about what happens"
            "--debug`tShow every call to ConnectWise"
            "--help`tShow this message and exit"
        )
        Arguments = @(
            'known options'
        )
        Takes = @{
            '--profile' = 'known profiles'
            '-p' = 'known profiles'
        }
    }
    'config edit' = @{
        Commands = @(
        )
        Options = @(
            "--no-input`tNever ask anything; fail instead"
            "--quiet`tOnly data, warnings and errors"
            "--verbose`tSay more about what happens"
            "--debug`tShow every call to ConnectWise"
            "--help`tShow this message and exit"
        )
        Arguments = @(
        )
        Takes = @{
        }
    }
    'config path' = @{
        Commands = @(
        )
        Options = @(
            "--no-input`tNever ask anything; fail instead"
            "--quiet`tOnly data, warnings and errors"
            "--verbose`tSay more about what happens"
            "--debug`tShow every call to ConnectWise"
            "--help`tShow this message and exit"
        )
        Arguments = @(
        )
        Takes = @{
        }
    }
    'doctor' = @{
        Commands = @(
        )
        Options = @(
            "--bundle`tWrite a zip for support, without secrets"
            "--profile`tProfile to use"
            "--sandbox`tUse the embedded ConnectWise instead"
            "--output`ttable or json"
            "--no-input`tNever ask anything; fail instead"
            "--quiet`tOnly data, warnings and errors"
            "--verbose`tSay more about what happens"
            "--debug`tShow every call to ConnectWise"
            "--help`tShow this message and exit"
        )
        Arguments = @(
        )
        Takes = @{
            '--bundle' = 'file'
            '--profile' = 'known profiles'
            '-p' = 'known profiles'
            '--output' = 'choices table json'
            '-o' = 'choices table json'
        }
    }
    'logs' = @{
        Commands = @(
            "path`tPrint the file that the log is written to"
        )
        Options = @(
            "--since`t2h, 30m or 3d ago, or a date (and time)"
            "--failed`tOnly runs that failed or have no end"
            "--run`tThis run, with every call"
            "--follow`tShow what is logged from now on, until Ctrl-C"
            "--limit`tThe latest N runs; 20 without --since"
            "--output`ttable or json"
            "--no-input`tNever ask anything; fail instead"
            "--quiet`tOnly data, warnings and errors"
            "--verbose`tSay more about what happens"
            "--debug`tShow every call to ConnectWise"
            "--help`tShow this message and exit"
        )
        Arguments = @(
        )
        Takes = @{
            '--since' = 'any'
            '--run' = 'known runs'
            '--limit' = 'any'
            '--output' = 'choices table json'
            '-o' = 'choices table json'
        }
    }
    'logs path' = @{
        Commands = @(
        )
        Options = @(
            "--no-input`tNever ask anything; fail instead"
            "--quiet`tOnly data, warnings and errors"
            "--verbose`tSay more about what happens"
            "--debug`tShow every call to ConnectWise"
            "--help`tShow this message and exit"
        )
        Arguments = @(
        )
        Takes = @{
        }
    }
    'sandbox' = @{
        Commands = @(
            "serve`tOffer the embedded ConnectWise on loopback until Ctrl-C, and print how to connect to it"
            "reset`tForget everything that was done in the embedded ConnectWise"
            "path`tPrint the file that holds the embedded ConnectWise"
        )
        Options = @(
            "--help`tShow this message and exit"
        )
        Arguments = @(
        )
        Takes = @{
        }
    }
    'sandbox serve' = @{
        Commands = @(
        )
        Options = @(
            "--port`tPort to listen on, 0 for a free one"
            "--forecast-shape`tHow a forecast is answered; real ones differ in that"
            "--faults`tMisbehave as this TOML file says"
            "--revoke`tTake a permission away: `"Project Tickets:add`". Repeatable"
            "--no-input`tNever ask anything; fail instead"
            "--quiet`tOnly data, warnings and errors"
            "--verbose`tSay more about what happens"
            "--debug`tShow every call to ConnectWise"
            "--help`tShow this message and exit"
        )
        Arguments = @(
        )
        Takes = @{
            '--port' = 'any'
            '--forecast-shape' = 'choices array object'
            '--faults' = 'file'
            '--revoke' = 'any'
        }
    }
    'sandbox reset' = @{
        Commands = @(
        )
        Options = @(
            "--no-input`tNever ask anything; fail instead"
            "--quiet`tOnly data, warnings and errors"
            "--verbose`tSay more about what happens"
            "--debug`tShow every call to ConnectWise"
            "--help`tShow this message and exit"
        )
        Arguments = @(
        )
        Takes = @{
        }
    }
    'sandbox path' = @{
        Commands = @(
        )
        Options = @(
            "--no-input`tNever ask anything; fail instead"
            "--quiet`tOnly data, warnings and errors"
            "--verbose`tSay more about what happens"
            "--debug`tShow every call to ConnectWise"
            "--help`tShow this message and exit"
        )
        Arguments = @(
        )
        Takes = @{
        }
    }
    'completion' = @{
        Commands = @(
            "show`tPrint the completion file of a shell, for an installation of your own"
            "install`tPut the completion file where your shell looks for it, and say what is left to do"
        )
        Options = @(
            "--help`tShow this message and exit"
        )
        Arguments = @(
        )
        Takes = @{
        }
    }
    'completion show' = @{
        Commands = @(
        )
        Options = @(
            "--no-input`tNever ask anything; fail instead"
            "--quiet`tOnly data, warnings and errors"
            "--verbose`tSay more about what happens"
            "--debug`tShow every call to ConnectWise"
            "--help`tShow this message and exit"
        )
        Arguments = @(
            'choices bash zsh fish powershell'
        )
        Takes = @{
        }
    }
    'completion install' = @{
        Commands = @(
        )
        Options = @(
            "--no-input`tNever ask anything; fail instead"
            "--quiet`tOnly data, warnings and errors"
            "--verbose`tSay more about what happens"
            "--debug`tShow every call to ConnectWise"
            "--help`tShow this message and exit"
        )
        Arguments = @(
            'choices bash zsh fish powershell'
        )
        Takes = @{
        }
    }
}

Register-ArgumentCompleter -Native -CommandName cwsync, cwsync.exe -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $tree = $global:CwsyncTree
    # The words in front of the cursor, without the one that is being typed.
    $words = @($commandAst.CommandElements |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
        ForEach-Object { if ($_.Value) { $_.Value } else { $_.Extent.Text } })
    $path = ''
    $given = 0
    $takes = $null
    foreach ($word in ($words | Select-Object -Skip 1)) {
        if ($takes) { $takes = $null; continue }
        if ($word -like '-*') { $takes = $tree[$path].Takes[$word]; continue }
        $longer = "$path $word".Trim()
        if ($tree.ContainsKey($longer)) { $path = $longer } else { $given++ }
    }

    $here = $tree[$path]
    $typed = $wordToComplete.Trim([char[]]@("'", '"'))
    $begin = ''
    if (-not $takes -and $typed -match '^(--[a-z-]+)=(.*)$' -and $here.Takes[$Matches[1]]) {
        $takes = $here.Takes[$Matches[1]]
        $begin = "$($Matches[1])="
        $typed = $Matches[2]
    }
    if (-not $takes) {
        if ($typed -like '-*') { $offers = $here.Options }
        elseif ($here.Commands.Count) { $offers = $here.Commands }
        elseif ($given -lt $here.Arguments.Count) { $takes = $here.Arguments[$given] }
        elseif ($here.Others) { $takes = $here.Others }
        else { $offers = @() }
    }
    if ($takes) {
        $sort, $rest = $takes -split ' ', 2
        switch ($sort) {
            'file' { return }  # PowerShell offers files where nothing else is offered
            'choices' { $offers = @($rest -split ' ' | ForEach-Object { "$_`t" }) }
            'known' { $offers = @(& $words[0] completion values $rest @words 2>$null) }
            default { $offers = @("`t") }
        }
    }
    $offers | ForEach-Object {
        $value, $about = $_ -split "`t", 2
        if (-not $value -or -not $value.StartsWith($typed, 'OrdinalIgnoreCase')) { return }
        if (-not $about) { $about = $value }
        $text = $value
        if ($value -notmatch '^[\w.:/-]+$') { $text = "'" + $value.Replace("'", "''") + "'" }
        [System.Management.Automation.CompletionResult]::new(
            "$begin$text", $value, 'ParameterValue', $about)
    }
}
