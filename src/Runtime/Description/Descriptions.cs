using System.ComponentModel;
using System.Globalization;

namespace Fusion.Runtime;

/// <summary>Reads descriptions that are text in generated code. For generated code.</summary>
/// <remarks>
/// As initialisers, a few hundred parameters are a method that takes the JIT 10 ms and 4 MB, once for a method that runs once.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Descriptions
{
    /// <summary>One parameter a line: <c>Weight 27 32x3x3x3 features.0.0.weight</c>. The name comes last, for it may hold spaces.</summary>
    /// <param name="text">The kind, the fan-in, the dimensions and the name of each.</param>
    public static IReadOnlyList<ParameterInfo> Parameters(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] lines = Lines(text);
        var parameters = new ParameterInfo[lines.Length];
        for (int i = 0; i < lines.Length; i++)
        {
            string[] words = lines[i].Split(' ', 4);
            string[] sizes = words[2].Split('x');
            int[] dimensions = new int[sizes.Length];
            for (int d = 0; d < sizes.Length; d++) dimensions[d] = int.Parse(sizes[d], CultureInfo.InvariantCulture);
            parameters[i] = new ParameterInfo(words[3], dimensions, Kind(words[0]), int.Parse(words[1], CultureInfo.InvariantCulture));
        }
        return parameters;
    }

    /// <summary>An input or result that the caller has channels first.</summary>
    /// <param name="name">The name of <c>Run</c>'s parameter.</param>
    /// <param name="dimensions">Channels first.</param>
    public static TensorInfo ChannelsFirst(string name, IReadOnlyList<int> dimensions) => new(name, dimensions) { Layout = Layout.Nchw };

    /// <summary>One line each.</summary>
    /// <param name="text">The lines, each with its end.</param>
    public static string[] Lines(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == 0 ? [] : text[..^1].Split('\n');
    }

    private static ParameterKind Kind(string name) => name switch
    {
        nameof(ParameterKind.Weight) => ParameterKind.Weight,
        nameof(ParameterKind.Bias) => ParameterKind.Bias,
        nameof(ParameterKind.Scale) => ParameterKind.Scale,
        nameof(ParameterKind.Slope) => ParameterKind.Slope,
        nameof(ParameterKind.RunningMean) => ParameterKind.RunningMean,
        nameof(ParameterKind.RunningVariance) => ParameterKind.RunningVariance,
        nameof(ParameterKind.OptimizerState) => ParameterKind.OptimizerState,
        _ => throw new ArgumentException($"There is no kind of parameter '{name}'.", nameof(name)),
    };
}
