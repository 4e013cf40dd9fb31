using Fusion.Compiler.Graphs;

namespace Fusion.Tool.Report;

/// <summary>A kernel in a report.</summary>
/// <param name="Index">From 0, in the order in which kernels run.</param>
/// <param name="Title">What went into it.</param>
/// <param name="Tile">The scheduler's choices.</param>
/// <param name="MultiplyAdds">Those that it does: in Winograd's form fewer than the layer counts.</param>
/// <param name="ValueBytes">Of the values that it reads and writes.</param>
/// <param name="WeightBytes">Of its parameters.</param>
/// <param name="Sources">The kernels whose results it reads; −1 for the network's input.</param>
internal sealed record ReportKernel(
    int Index, string Title, string Tile, long MultiplyAdds, long ValueBytes, long WeightBytes, IReadOnlyList<int> Sources)
{
    /// <summary>Measured, in microseconds; 0 where it was not.</summary>
    public double Microseconds { get; init; }

    /// <summary>The least time that this machine could take, in microseconds.</summary>
    public double FloorMicroseconds { get; init; }

    /// <summary>The layer that it is called after.</summary>
    public string Layer => Title.Split(':')[0];

    /// <summary>The parts of the title behind the layer: the operation and what was fused into it.</summary>
    public IReadOnlyList<string> Parts =>
        Title.Contains(": ", StringComparison.Ordinal) ? Title[(Title.IndexOf(": ", StringComparison.Ordinal) + 2)..].Split(", ") : [];

    /// <summary>Billions of operations in a second.</summary>
    public double Rate => Microseconds > 0 ? 2e-3 * MultiplyAdds / Microseconds : 0;

    /// <summary>Operations for each byte that is moved.</summary>
    public double Intensity => 2.0 * MultiplyAdds / Math.Max(1, ValueBytes + WeightBytes);
}

/// <summary>Memory of the workspace that holds a value, or several that lie in one another.</summary>
internal sealed record ReportBuffer(string Name, string Shape, long Offset, long Bytes, int First, int Last);

/// <summary>A value that can be read after a run, or the gate of a squeeze-and-excitation.</summary>
/// <param name="Node">Its number in the declared graph.</param>
internal sealed record ReportTap(string Name, string Kind, Shape Shape, string Kernel, int Node)
{
    /// <summary>Its elements in one run, channels last; none where it was not run.</summary>
    public float[] Values { get; init; } = [];
}
