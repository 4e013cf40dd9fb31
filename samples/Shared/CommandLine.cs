namespace Fusion.Samples;

/// <summary>An option of a command line.</summary>
/// <param name="Name">With its dashes: <c>--weights</c>.</param>
/// <param name="Value">What the help calls its value; null for a flag.</param>
/// <param name="Help">One line.</param>
internal sealed record Option(string Name, string? Value, string Help);

/// <summary>Reads <c>--name value</c>, <c>--name=value</c> and flags, and explains itself.</summary>
internal sealed class CommandLine
{
    private readonly Dictionary<string, string> _values = [];

    public CommandLine(string command, string purpose, IReadOnlyList<Option> options, string[] arguments)
    {
        Help = Describe(command, purpose, options);
        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] is "--help" or "-h" or "-?") { WantsHelp = true; return; }
            string[] parts = arguments[i].Split('=', 2);
            Option option = options.FirstOrDefault(o => o.Name == parts[0])
                ?? throw new UserException(
                    $"Unknown option '{parts[0]}'. There are {string.Join(", ", options.Select(o => o.Name))}; --help explains them.");
            string value = parts.Length == 2 ? parts[1]
                : option.Value is null ? ""
                : i + 1 < arguments.Length ? arguments[++i]
                : throw new UserException($"{option.Name} needs a value: {option.Name} {option.Value}.");
            if (!_values.TryAdd(option.Name, value)) throw new UserException($"{option.Name} is given twice.");
        }
    }

    public bool WantsHelp { get; }

    public string Help { get; }

    public bool Has(string name) => _values.ContainsKey(name);

    public string? Text(string name) => _values.GetValueOrDefault(name);

    public string Required(string name) => Text(name) ?? throw new UserException($"{name} is missing. --help explains the options.");

    public int Int(string name, int fallback, int least, int most) =>
        Text(name) is not { } text ? fallback
        : int.TryParse(text, out int value) && value >= least && value <= most ? value
        : throw new UserException($"{name} is '{text}'; a whole number from {least} to {most} was expected.");

    public double Double(string name, double fallback, double least, double most) =>
        Text(name) is not { } text ? fallback
        : double.TryParse(text, out double value) && value >= least && value <= most ? value
        : throw new UserException($"{name} is '{text}'; a number from {least} to {most} was expected.");

    public TEnum Enum<TEnum>(string name, TEnum fallback) where TEnum : struct, Enum =>
        Text(name) is not { } text ? fallback
        : System.Enum.TryParse(text.Replace("-", ""), ignoreCase: true, out TEnum value) && System.Enum.IsDefined(value) ? value
        : throw new UserException($"{name} is '{text}'; one of {string.Join(", ", System.Enum.GetNames<TEnum>())} was expected.");

    /// <summary>Runs a program: prints the help, or a user's mistake in one line on the error stream.</summary>
    public static int Run(Func<CommandLine> parse, Func<CommandLine, int> program)
    {
        try
        {
            Console.OutputEncoding = System.Text.Encoding.UTF8;
            CommandLine line = parse();
            if (!line.WantsHelp) return program(line);
            Console.WriteLine(line.Help);
            return 0;
        }
        catch (UserException mistake)
        {
            // A file for another network misses everything: the first lines say so.
            string[] lines = mistake.Message.Split('\n');
            Console.Error.WriteLine("error: " + string.Join('\n', lines.Take(12)));
            if (lines.Length > 12) Console.Error.WriteLine($"  … and {lines.Length - 12} more");
            return 2;
        }
    }

    private static string Describe(string command, string purpose, IReadOnlyList<Option> options)
    {
        int width = options.Max(o => Head(o).Length) + 3;
        return $"{purpose}\n\n  dotnet run -c Release --project {command} -- [options]\n\n"
            + string.Join("\n", options.Select(o => $"  {Head(o).PadRight(width)}{o.Help}"));

        static string Head(Option option) => option.Value is null ? option.Name : $"{option.Name} {option.Value}";
    }
}
