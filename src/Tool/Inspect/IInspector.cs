using Fusion.Tool.Models;
using Fusion.Tool.Shell;

namespace Fusion.Tool.Inspect;

/// <summary>Shows what is in files of one kind.</summary>
internal interface IInspector
{
    /// <summary>Whether a file is of that kind.</summary>
    /// <param name="start">Its first bytes.</param>
    /// <param name="length">Its length.</param>
    bool Fits(ReadOnlySpan<byte> start, long length);

    /// <summary>Prints what is in it.</summary>
    /// <exception cref="ToolException">It is damaged.</exception>
    void Inspect(string path, InspectOptions options, Terminal terminal);
}

/// <summary>What is asked for.</summary>
/// <param name="Networks">The networks of an assembly; none for all.</param>
/// <param name="Key">Which state dict of a checkpoint; null for the only one.</param>
/// <param name="AsJson">For programs.</param>
internal sealed record InspectOptions(IReadOnlyList<string> Networks, string? Key, bool AsJson)
{
    /// <summary>What is said about the inputs of a model.</summary>
    public GivenInputs Inputs { get; init; } = new(new Dictionary<string, int[]>(), new Dictionary<string, double[]>());
}
