using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit.Members;

/// <summary>The parameters of one of the methods <c>Run</c>, and what its documentation says of them.</summary>
/// <param name="FromBytes">Whether the input is an image in bytes.</param>
internal sealed record RunSignature(IReadOnlyList<CompiledVariant> Variants, RunMethod Method, bool FromBytes)
{
    private Graph First => Variants[0].Declared;

    public IReadOnlyList<string> Inputs => [.. First.Inputs.Select(node => ((Input)node.Operation).Name)];

    public IReadOnlyList<string> Outputs => [.. First.Outputs.Select(output => output.Name)];

    public string Element => FromBytes ? "byte" : "float";

    public string Parameters => string.Join(", ",
    [
        .. Inputs.Select((name, i) => $"{Scope(i)}global::System.ReadOnlySpan<{Element}> {Escape.Identifier(name)}"),
        .. FromBytes ? ["global::Fusion.ImageNormalization normalization"] : Array.Empty<string>(),
        .. Outputs.Select((name, i) => $"{Scope(Inputs.Count + i)}global::System.Span<float> {Escape.Identifier(name)}"),
    ]);

    /// <summary>What the taps of a run keep beside its workspace, handed on: which of several sizes it was, and memory of the
    /// caller's.</summary>
    public string Kept(int size) => string.Concat(
        (Variants.Count > 1 ? [CodeWriter.Number(size)] : Enumerable.Empty<string>())
            .Concat(KeptMemory.Select(binding => FromBytes && binding < Inputs.Count
                ? "default"
                : Escape.Identifier(Inputs.Concat(Outputs).ElementAt(binding))))
            .Select(argument => ", " + argument));

    /// <summary>The inputs and outputs, in their order, in whose memory a tap's value lies.</summary>
    public IReadOnlyList<int> KeptMemory =>
    [
        .. Variants.SelectMany(variant => variant.Plans[0].Taps).Select(tap => tap.View.Buffer)
            .Where(buffer => buffer.Kind is BufferKind.Input or BufferKind.Output).Select(buffer => buffer.Binding).Distinct()
            .OrderBy(binding => binding),
    ];

    /// <summary>What is returned may hold only what it must: a caller's memory may be gone sooner.</summary>
    private string Scope(int binding) => Method.KeepsTaps && (FromBytes && binding < Inputs.Count || !KeptMemory.Contains(binding))
        ? "scoped "
        : "";

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
    public static IEnumerable<RunSignature> Of(IReadOnlyList<CompiledVariant> variants, RunMethod method)
    {
        yield return new RunSignature(variants, method, FromBytes: false);
        var inputs = variants[0].Declared.Inputs.ToList();
        if (inputs.Count == 1 && inputs[0].Shape is { Rank: 3, Channels: <= 4 })
            yield return new RunSignature(variants, method, FromBytes: true);
    }

    /// <param name="isSized">Whether the size has been named before.</param>
    public void WriteDocumentation(CodeWriter writer, bool isSized)
    {
        string bytes = FromBytes ? ", given as bytes" : "";
        string samples = Method.KeepsTaps
            ? $"Runs the network on one sample{bytes}, and keeps its taps until they are disposed of"
            : $"Runs the network on one sample or a batch of them{bytes}";
        writer.Line($"/// <summary>{samples}. Allocates nothing; safe from many threads.</summary>");
        if (Variants.Count > 1 && !isSized)
        {
            writer.Line("/// <remarks>");
            writer.Line(
                "/// The lengths of the spans say which of the network's sizes is meant. Where they could be those of several, name it:");
            writer.Line($"/// <c>At(…).{Method.Name}(…)</c>.");
            writer.Line("/// </remarks>");
        }
        foreach (Node node in First.Inputs)
        {
            string size = Sizes(graph => Order.Order(graph.Nodes[node.Id].Shape), isSized);
            writer.Line($"/// <param name=\"{((Input)node.Operation).Name}\">{size}{Each}, channels {Side}.</param>");
        }
        if (FromBytes) writer.Line("/// <param name=\"normalization\">How a byte becomes a number.</param>");
        for (int i = 0; i < First.Outputs.Count; i++)
        {
            int output = i;
            string size = Sizes(graph => First.Layout.Order(graph.Nodes[graph.Outputs[output].Node].Shape), isSized);
            string order = First.Layout == Layout.Nchw ? ", channels first" : "";
            writer.Line($"/// <param name=\"{Outputs[i]}\">Receives {size}{Each}{order}. {MemoryOf(i)}</param>");
        }
        if (Method.KeepsTaps) writer.Line("/// <returns>The taps, to be disposed of.</returns>");
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
            bool inBatches = Method.KeepsTaps || Variants.All(variant => OutputBytes(variant, output) <= InputBytes(variant, input));
            return $"<paramref name=\"{Inputs[input]}\"/>{(inBatches ? "" : " of a single sample")}";
        }).ToList();
        return names.Count == 0 ? "Must not overlap another span."
            : $"May begin where {string.Join(" or ", names)} begins, to be written over it; must not overlap another span otherwise.";
    }

    /// <summary>How inputs lie in the caller's memory: images in bytes as they are decoded.</summary>
    private Layout Order => FromBytes ? Layout.Nhwc : First.Layout;

    private string Side => Order == Layout.Nchw ? "first" : "last";

    private string Each => Method.KeepsTaps ? "" : " for each sample";

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
