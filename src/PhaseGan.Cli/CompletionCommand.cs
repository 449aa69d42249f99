using System.CommandLine;

namespace PhaseGan.Cli;

/// <summary><c>phasegan completion</c>: a script by which a shell completes commands and options, asking the command itself.</summary>
internal static class CompletionCommand
{
    public const string Example = "eval \"$(phasegan completion bash)\"";

    // The command answers "[suggest:POSITION]" "LINE AFTER ITS NAME" with a word a line.
    private const string Bash = """
        _phasegan_complete() {
          local line="${COMP_LINE#* }" position
          position=$((COMP_POINT - (${#COMP_LINE} - ${#line})))
          mapfile -t COMPREPLY < <(phasegan "[suggest:$position]" "$line" 2>/dev/null)
          mapfile -t COMPREPLY < <(compgen -W "${COMPREPLY[*]}" -- "${COMP_WORDS[COMP_CWORD]}")
        }
        complete -o default -F _phasegan_complete phasegan

        """;

    private const string Zsh = """
        _phasegan() {
          local line="${BUFFER#* }"
          local -a found
          found=(${(f)"$(phasegan "[suggest:$((CURSOR - ${#BUFFER} + ${#line}))]" "$line" 2>/dev/null)"})
          if (( ${#found} )); then compadd -a found; else _files; fi
        }
        compdef _phasegan phasegan

        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName phasegan -ScriptBlock {
            param($word, $tree, $cursor)
            $text = $tree.ToString().PadRight($cursor)
            $line = $text -replace '^\S+\s?', ''
            $position = [Math]::Max(0, $cursor - ($text.Length - $line.Length))
            phasegan "[suggest:$position]" "$line" | Where-Object { $_ -like "$word*" } |
                ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }

        """;

    public static Command Create(Session session)
    {
        var command = new Command("completion", "Prints a script by which a shell completes commands and options.");
        var shell = new Argument<string>("shell") { Description = "The shell.", HelpName = "bash|zsh|powershell" };
        shell.AcceptOnlyFromAmong("bash", "zsh", "powershell");
        command.Arguments.Add(shell);
        command.SetAction(parse =>
        {
            session.Output.Write(parse.GetRequiredValue(shell) switch
            {
                "bash" => Bash.ReplaceLineEndings("\n"),
                "zsh" => Zsh.ReplaceLineEndings("\n"),
                _ => PowerShell.ReplaceLineEndings("\n"),
            });
            // a shell that evaluates the script at its start is no reader
            if (session.OutputIsTerminal)
                session.Next($"let your shell evaluate this at its start, as in '{Example}'; then the Tab key completes 'phasegan diagram' and all others");
            return ExitCode.Success;
        });
        return command;
    }
}
