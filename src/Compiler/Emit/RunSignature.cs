using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit;

/// <summary>The parameters of one of the methods <c>Run</c>, and what its documentation says of them.</summary>
/// <param name="FromBytes">Whether the input is an image in bytes.</param>
internal sealed record RunSignature(IReadOnlyList<CompiledVariant> Variants, bool FromBytes)
{
    private Graph First => Variants[0].Declared;

    public IReadOnlyList<string> Inputs => [.. First.Inputs.Select(node => ((Input)node.Operation).Name)];

    public IReadOnlyList<string> Outputs => [.. First.Outputs.Select(output => output.Name)];

    public string Element => FromBytes ? "byte" : "float";

    public string Parameters => string.Join(", ",
    [
        .. Inputs.Select(name => $"global::System.ReadOnlySpan<{Element}> {Escape.Identifier(name)}"),
        .. FromBytes ? ["global::Fusion.ImageNormalization normalization"] : Array.Empty<string>(),
        .. Outputs.Select(name => $"global::System.Span<float> {Escape.Identifier(name)}"),
    ]);

    /// <summary>The parameters, handed on.</summary>
    public string Arguments => string.Join(", ",
    [
        .. Inputs.Select(Escape.Identifier), .. FromBytes ? ["normalization"] : Array.Empty<string>(), .. Outputs.Select(Escape.Identifier),
    ]);

    /// <summary>A name for a local variable or a parameter of ours, which no input or output has.</summary>
    public string Local(string wanted)
    {
        while (Inputs.Contains(wanted) || Outputs.Contains(wanted)) wanted += "_";
        return wanted;
    }

    /// <summary>For floats and, where the only input can be an image, for bytes.</summary>
    public static IEnumerable<RunSignature> Of(IReadOnlyList<CompiledVariant> variants)
    {
        yield return new RunSignature(variants, FromBytes: false);
        var inputs = variants[0].Declared.Inputs.ToList();
        if (inputs.Count == 1 && inputs[0].Shape is { Rank: 3, Channels: <= 4 }) yield return new RunSignature(variants, FromBytes: true);
    }

    /// <param name="isSized">Whether the size has been named before.</param>
    public void WriteDocumentation(CodeWriter writer, bool isSized)
    {
        string samples = $"Runs the network on one sample or a batch of them{(FromBytes ? ", given as bytes" : "")}";
        writer.Line($"/// <summary>{samples}. Allocates nothing; safe from many threads.</summary>");
        if (Variants.Count > 1 && !isSized)
        {
            writer.Line("/// <remarks>");
            writer.Line(
                "/// The lengths of the spans say which of the network's sizes is meant. Where they could be those of several, name it:");
            writer.Line("/// <c>At(…).Run(…)</c>.");
            writer.Line("/// </remarks>");
        }
        foreach (Node node in First.Inputs)
        {
            string size = Sizes(graph => graph.Nodes[node.Id].Shape, isSized);
            writer.Line($"/// <param name=\"{((Input)node.Operation).Name}\">{size} for each sample, channels last.</param>");
        }
        if (FromBytes) writer.Line("/// <param name=\"normalization\">How a byte becomes a number.</param>");
        for (int i = 0; i < First.Outputs.Count; i++)
        {
            int output = i;
            string size = Sizes(graph => graph.Nodes[graph.Outputs[output].Node].Shape, isSized);
            writer.Line($"/// <param name=\"{Outputs[i]}\">Receives {size} for each sample. {MemoryOf(i)}</param>");
        }
        string orSeveral = Variants.Count > 1 && !isSized ? "; or the lengths could be those of several sizes" : "";
        writer.Line(
            "/// <exception cref=\"global::System.ArgumentException\">A span is empty, has the wrong length, or lies where it must not"
            + $"{orSeveral}.</exception>");
        writer.Line("/// <exception cref=\"global::System.ObjectDisposedException\">The network has been disposed of.</exception>");
    }

    /// <summary>The inputs, as bits, that an output may be written over, by the plans of every instruction set.</summary>
    public static ulong InPlaceOf(CompiledVariant variant, int output) => Enumerable.Range(0, Math.Min(64, variant.Declared.Inputs.Count()))
        .Where(input => variant.Plans.All(plan => InPlace.IsPossible(plan, input, output)))
        .Aggregate(0ul, (inputs, input) => inputs | 1ul << input);

    /// <summary>Where an output may lie, at every size.</summary>
    private string MemoryOf(int output)
    {
        var inputs = First.Inputs.ToList();
        ulong allowed = Variants.Aggregate(ulong.MaxValue, (all, variant) => all & InPlaceOf(variant, output));
        var names = Enumerable.Range(0, inputs.Count).Where(input => input < 64 && (allowed >> input & 1) != 0).Select(input =>
        {
            bool inBatches = Variants.All(variant => OutputBytes(variant, output) <= InputBytes(variant, input));
            return $"<paramref name=\"{Inputs[input]}\"/>{(inBatches ? "" : " of a single sample")}";
        }).ToList();
        return names.Count == 0 ? "Must not overlap another span."
            : $"May begin where {string.Join(" or ", names)} begins, to be written over it; must not overlap another span otherwise.";
    }

    private long InputBytes(CompiledVariant variant, int input) =>
        variant.Declared.Inputs.ElementAt(input).Shape.Elements * (FromBytes ? 1 : 4);

    private static long OutputBytes(CompiledVariant variant, int output) =>
        variant.Declared.Nodes[variant.Declared.Outputs[output].Node].Shape.Elements * 4;

    private string Sizes(Func<Graph, Shape> shape, bool isSized)
    {
        string sizes = string.Join(" or ", Variants.Select(variant => shape(variant.Declared).ToString()).Distinct());
        return isSized && Variants.Count > 1 && sizes.Contains(" or ") ? $"{sizes}, as belongs to the size," : sizes;
    }
}
