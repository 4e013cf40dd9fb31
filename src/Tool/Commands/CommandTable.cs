using Fusion.Tool.Shell;

namespace Fusion.Tool.Commands;

/// <summary>Every command of the tool, in the order of the help. A new one is a class in this folder and a line here.</summary>
internal static class CommandTable
{
    public static IReadOnlyList<ToolCommand> Create() =>
    [
        new ConvertCommand(),
        new InspectCommand(),
        new NewCommand(),
        new ReportCommand(),
        new TuneCommand(),
        new ImportCommand(),
        new VerifyCommand(),
        new ExportCommand(),
        new BenchCommand(),
    ];
}
