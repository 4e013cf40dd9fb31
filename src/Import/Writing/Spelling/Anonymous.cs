namespace Fusion.Import.Writing.Spelling;

/// <summary>Operations without the names of their parameters, to be compared, and these names.</summary>
internal static class Anonymous
{
    /// <summary>The operation with no path, and without what only training asks for.</summary>
    public static Operation Of(Operation operation) => operation switch
    {
        Conv conv => conv with { Path = "" },
        ConvTranspose transposed => transposed with { Path = "" },
        Linear linear => linear with { Path = "", WeightSuffix = "weight", BiasSuffix = "bias" },
        BatchNorm norm => norm with { Path = "" },
        AffineNorm norm => norm with { Path = "" },
        PRelu slope => slope with { Path = "" },
        ChannelScale scale => scale with { Path = "" },
        ParameterValue value => value with { Path = "" },
        Recurrence steps => steps with { Path = "", Suffix = "" },
        Sqrt => new Sqrt(),
        _ => operation,
    };

    /// <summary>What stands before the names of the operation's parameters; empty where it has none.</summary>
    public static string PathOf(Operation operation) => operation switch
    {
        Conv conv => conv.Path,
        ConvTranspose transposed => transposed.Path,
        Linear linear => linear.Path,
        BatchNorm norm => norm.Path,
        AffineNorm norm => norm.Path,
        PRelu slope => slope.Path,
        ChannelScale scale => scale.Path.EndsWith(".weight", StringComparison.Ordinal) ? scale.Path[..^".weight".Length] : scale.Path,
        ParameterValue value => value.Path,
        Recurrence steps => steps.Path,
        _ => "",
    };

    /// <summary>The operation's parameters, and what a declaration calls them behind the path.</summary>
    public static IReadOnlyList<OwnParameter> ParametersOf(Operation operation, IReadOnlyList<Shape> inputs)
    {
        string path = PathOf(operation);
        return
        [
            .. operation.Parameters(inputs).Select(parameter => new OwnParameter(parameter.Name, operation switch
            {
                Linear linear => parameter.Name == linear.WeightName ? "weight" : "bias",
                ChannelScale scale => scale.Path.EndsWith(".weight", StringComparison.Ordinal) ? "weight" : "",
                ParameterValue => "",
                _ => path.Length == 0 ? parameter.Name : parameter.Name[(path.Length + 1)..],
            })),
        ];
    }
}
