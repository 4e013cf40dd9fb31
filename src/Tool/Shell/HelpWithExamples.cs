using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Fusion.Tool.Shell;

/// <summary>The help of System.CommandLine, and the examples of the command below it.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        int code = help.Invoke(parseResult);
        TextWriter writer = parseResult.InvocationConfiguration.Output;
        IEnumerable<Example> examples = parseResult.CommandResult.Command is ToolCommand command
            ? command.Examples
            : parseResult.RootCommandResult.Command.Subcommands.OfType<ToolCommand>().Select(known => known.Examples[0]);
        writer.WriteLine("Examples:");
        foreach (Example example in examples) writer.WriteLine($"  {example.Line}\n      {example.Meaning}");
        return code;
    }
}
