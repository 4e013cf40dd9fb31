namespace Fusion.Compiler.Emit.Members;

/// <summary>
/// Prints how a caller names one of several sizes: <c>network.At(32, 64, 3).Run(…)</c>. Sizes are named by all that the declaration gives,
/// so that a size reads alike in both places, and at run time, so that the size of an image can be handed on.
/// </summary>
/// <param name="writer">Stands in the class.</param>
/// <param name="network">The class's name.</param>
/// <param name="variants">The sizes.</param>
internal sealed class SizesEmitter(CodeWriter writer, string network, IReadOnlyList<CompiledVariant> variants)
{
    /// <summary>The name of the method that names a size.</summary>
    public const string At = "At";

    /// <summary>The name of what it returns.</summary>
    public const string Sized = "Sized";

    /// <summary>The parameters of <see cref="At"/> for inputs of a rank, channels last.</summary>
    public static IReadOnlyList<string> Dimensions(int rank) =>
        rank == 2 ? ["length", "channels"] : [.. new[] { "frames", "height", "width", "channels" }.Skip(4 - rank)];

    /// <param name="emitRuns">Prints the methods that run a named size: <c>this.Network</c>, at <c>this._size</c>.</param>
    public void Emit(Action emitRuns)
    {
        foreach (var ofOneRank in variants.Select(variant => variant.Declared.Inputs.First().Shape).GroupBy(shape => shape.Rank))
        {
            IReadOnlyList<string> dimensions = Dimensions(ofOneRank.Key);
            string parameters = string.Join(", ", dimensions.Select(name => "int " + name)), arguments = string.Join(", ", dimensions);
            writer.Line(
                $"/// <summary>The network at the size {string.Join(" or ", ofOneRank)}, whatever other sizes the lengths of spans " +
                "fit.</summary>");
            writer.Line(
                "/// <exception cref=\"global::System.ArgumentException\">The network was not declared for this size.</exception>");
            writer.Line($"public {Sized} {At}({parameters}) => new(this, base.SizeNamed({arguments}));");
            writer.Line();
        }
        EmitSized(emitRuns);
    }

    private void EmitSized(Action emitRuns)
    {
        writer.Line("/// <summary>The network at one of its sizes. Costs nothing to make, and may be kept.</summary>");
        writer.Open($"public readonly struct {Sized}");
        writer.Line($"private readonly {network}? _network;");
        writer.Line("private readonly int _size;");
        writer.Line();
        writer.Line($"internal {Sized}({network} network, int size) => (this._network, this._size) = (network, size);");
        writer.Line();
        writer.Line($"private {network} Network => this._network ??");
        writer.Line(
            $"    throw new global::System.InvalidOperationException(\"default({Sized}) names no size; get one from {At}.\");");
        emitRuns();
        writer.Close();
    }
}
