using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace Fusion.Tool.Shell;

/// <summary>Where a command writes: results to one stream, what is said meanwhile to the other.</summary>
/// <param name="Out">Results.</param>
/// <param name="Error">Errors, notes and progress.</param>
/// <param name="IsInteractive">Whether a person watches the error stream, so that progress helps.</param>
/// <param name="Width">Columns of a table; 0 for as many as it needs.</param>
internal sealed record Terminal(TextWriter Out, TextWriter Error, bool IsInteractive, int Width)
{
    /// <summary>No table is wider: where the output goes to a file, no line is broken.</summary>
    private const int Unlimited = 4096;

    private static readonly JsonSerializerOptions s_json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Terminal OfProcess() => new(
        Console.Out, Console.Error, !Console.IsErrorRedirected && Environment.UserInteractive,
        Console.IsOutputRedirected ? 0 : Console.WindowWidth);

    public void Line(string text = "") => Out.WriteLine(SafeText.Lines(text));

    /// <summary>What the user should know, but no program reads.</summary>
    public void Note(string text) => Error.WriteLine("note: " + SafeText.Lines(text));

    /// <summary>Prints an object for programs.</summary>
    public void Json(object value) => Out.WriteLine(JsonSerializer.Serialize(value, s_json));

    /// <summary>Prints a table: the first row is the head. A column whose head begins with <c>&gt;</c> holds numbers.</summary>
    public void Table(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (string name in head)
        {
            bool isNumber = name.StartsWith('>');
            TableColumn column = new TableColumn(new Text(name.TrimStart('>'))).PadRight(2);
            table.AddColumn(isNumber ? column.RightAligned() : column);
        }
        foreach (IReadOnlyList<string> row in rows) table.AddRow(row.Select(cell => new Text(SafeText.OneLine(cell))));
        Ansi(Out).Write(table);
    }

    /// <summary>Does what may take longer than a second, and shows how far it is where a person watches.</summary>
    /// <param name="what">What is done: <c>Reading</c>.</param>
    /// <param name="work">Gets an action that takes the share that is done, from 0 to 1.</param>
    public void Progress(string what, Action<Action<double>> work)
    {
        if (!IsInteractive)
        {
            work(_ => { });
            return;
        }
        Ansi(Error).Progress().AutoClear(true).Start(context =>
        {
            ProgressTask task = context.AddTask(Markup.Escape(what), maxValue: 1);
            work(share => task.Value = share);
        });
    }

    private IAnsiConsole Ansi(TextWriter writer)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = IsInteractive && writer == Error ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = ColorSystemSupport.Detect,
        });
        console.Profile.Width = Width > 0 ? Width : Unlimited;
        return console;
    }
}
