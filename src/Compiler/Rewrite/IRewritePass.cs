namespace Fusion.Compiler.Rewrite;

/// <summary>One rewriting of the graph. It keeps what the network computes and changes how.</summary>
public interface IRewritePass
{
    void Apply(GraphEditor graph, FusionNotes notes);
}

/// <summary>What a pass wants to tell the user: fusions that did not happen, and why. Printed in the fusion plan.</summary>
public sealed class FusionNotes
{
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines => _lines;

    public void NotFused(string node, string reason)
    {
        string line = $"{node}: {reason}";
        if (!_lines.Contains(line)) _lines.Add(line);
    }

    /// <summary>A number as sentences have it: <c>1,234</c>.</summary>
    public static string Number(long value) => value.ToString("N0", System.Globalization.CultureInfo.InvariantCulture);
}
