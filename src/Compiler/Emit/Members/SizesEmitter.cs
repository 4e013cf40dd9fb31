namespace Fusion.Compiler.Emit.Members;

/// <summary>
/// Prints how a caller names one of several sizes: <c>network.At(32, 64, 3).Run(…)</c>. Sizes are named by all that the declaration gives,
/// so that a size reads alike in both places, and at run time, so that the size of an image can be handed on.
/// </summary>
internal sealed class SizesEmitter(NetworkText text)
{
    /// <summary>The name of the method that names a size.</summary>
    public const string At = "At";

    /// <summary>The name of what it returns.</summary>
    public const string Sized = "Sized";

    private readonly IReadOnlyList<CompiledVariant> _variants = text.Variants;
    private readonly CodeWriter _writer = text.Writer;

    /// <summary>The parameters of <see cref="At"/> for inputs of a rank, channels last.</summary>
    public static IReadOnlyList<string> Dimensions(int rank) =>
        rank == 2 ? ["length", "channels"] : [.. new[] { "frames", "height", "width", "channels" }.Skip(4 - rank)];

    public void Emit()
    {
        if (_variants.Count == 1) return;
        foreach (var ofOneRank in _variants.Select(variant => variant.Declared.Inputs.First().Shape).GroupBy(shape => shape.Rank))
        {
            IReadOnlyList<string> dimensions = Dimensions(ofOneRank.Key);
            string parameters = string.Join(", ", dimensions.Select(name => "int " + name)), arguments = string.Join(", ", dimensions);
            _writer.Line(
                $"/// <summary>The network at the size {string.Join(" or ", ofOneRank)}, whatever other sizes the lengths of spans " +
                "fit.</summary>");
            _writer.Line(
                "/// <exception cref=\"global::System.ArgumentException\">The network was not declared for this size.</exception>");
            _writer.Line($"public {Sized} {At}({parameters}) => new(this, base.SizeNamed({arguments}));");
            _writer.Line();
        }
        EmitSized();
    }

    private void EmitSized()
    {
        _writer.Line("/// <summary>The network at one of its sizes. Costs nothing to make, and may be kept.</summary>");
        _writer.Open($"public readonly struct {Sized}");
        _writer.Line($"private readonly {text.Class.Name}? _network;");
        _writer.Line("private readonly int _size;");
        _writer.Line();
        _writer.Line($"internal {Sized}({text.Class.Name} network, int size) => (this._network, this._size) = (network, size);");
        _writer.Line();
        _writer.Line($"private {text.Class.Name} Network => this._network ??");
        _writer.Line(
            $"    throw new global::System.InvalidOperationException(\"default({Sized}) names no size; get one from {At}.\");");
        foreach (RunMethod method in RunMethod.Of(_variants))
        {
            foreach (RunSignature signature in RunSignature.Of(_variants, method))
            {
                string call = $"this.Network.{method.SizedName}(this._size, {signature.Arguments})";
                _writer.Line();
                signature.WriteDocumentation(_writer, isSized: true);
                _writer.Line($"public {method.Result} {method.Name}({signature.Parameters}) => {call};");
            }
        }
        _writer.Close();
        _writer.Line();
    }
}
