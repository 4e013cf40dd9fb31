namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>What measurement has chosen for one layer, in place of the cost model; null where it has no say.</summary>
/// <param name="Layer">The layer as <see cref="PlanText.Layer"/> names it: <c>3×3 64→64 at 56×56</c>.</param>
/// <param name="Set">The instruction set's name; <c>*</c> for all, where the choice must be the same for equal bits.</param>
public sealed record TunedLayer(string Layer, string Set)
{
    public const string EverySet = "*";

    /// <summary>The results of a Winograd tile along one axis: 2 or 4; 0 for the direct sum. For every set.</summary>
    public int? Winograd { get; init; }

    /// <summary>About how many blocks of pixels a direct sum works in. For every set: a squeeze sums per block.</summary>
    public int? Blocks { get; init; }

    /// <summary>The width of a panel of weights in vectors.</summary>
    public int? Vectors { get; init; }

    /// <summary>The most pixels of a register tile.</summary>
    public int? Pixels { get; init; }

    /// <summary>Floats that weights are fetched ahead, instead of a panel ahead; 0 for none.</summary>
    public int? Ahead { get; init; }

    /// <summary>Both together; <paramref name="other"/> decides where both have a say.</summary>
    public TunedLayer With(TunedLayer other) => new(Layer, other.Set)
    {
        Winograd = other.Winograd ?? Winograd,
        Blocks = other.Blocks ?? Blocks,
        Vectors = other.Vectors ?? Vectors,
        Pixels = other.Pixels ?? Pixels,
        Ahead = other.Ahead ?? Ahead,
    };
}
