using System.Globalization;
using System.Text;
using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule;

/// <summary>Plans in words: kernel titles, and the fusion plan of a network.</summary>
public static class PlanText
{
    /// <summary>One line that says which operations a kernel holds: <c>layer1.0.conv2: 3×3 64→64 at 56×56, BatchNorm, Relu</c>.</summary>
    public static string Title(Graph graph, Node node, Fused fused)
    {
        Shape input = graph.Nodes[node.Inputs[0]].Shape;
        var words = new List<string>();
        if (fused.Core is PackedConvolution convolution)
        {
            words.Add(Layer(convolution, input, node.Shape));
            if (convolution.ScaledByGate) words.Insert(0, "Multiply by the gate (into the weights)");
            if (convolution.Parts[0].Source is MergedLayer merged) words[words.Count - 1] += $" ({merged.Description})";
            foreach (ChannelAffine norm in convolution.Parts[0].After) words.Add(norm.Kind);
            if (convolution.Parts[0].Before.Count > 0) words.Insert(0, convolution.Parts[0].Before[0].Kind);
        }
        else if (fused.Core is not Copy) words.Add($"{KindOf(fused.Core)} {Sizes(graph, node)}");
        // A kernel without a name that is an epilogue only: of what?
        else if (node.Name.Length == 0) words.Add($"of {NameOf(graph.Nodes[node.Inputs[0]])}");
        int operand = fused.CoreInputs;
        foreach (Operation step in fused.Epilogue)
        {
            words.Add(step is GradientStep || !Fused.TakesTwo(step) ? NodeTitle.Of(step)
                : $"{step.Kind} {NameOf(graph.Nodes[node.Inputs[operand]])}");
            if (Fused.TakesTwo(step)) operand++;
        }
        if (fused.Squeeze) words.Add("sums for the squeeze");
        return $"{NameOf(node)}: {string.Join(", ", words)}";
    }

    /// <summary>Input and output sizes where they differ: <c>(112, 112, 64) → (56, 56, 64)</c>.</summary>
    public static string Sizes(Graph graph, Node node)
    {
        if (node.Inputs.Count == 0) return node.Shape.ToString();
        Shape input = graph.Nodes[node.Inputs[0]].Shape;
        return input == node.Shape ? node.Shape.ToString() : $"{input} → {node.Shape}";
    }

    /// <summary>The text of <c>FusionPlan</c>.</summary>
    /// <param name="remarks">Sentences about what is no kernel.</param>
    public static string FusionPlan(
        Graph declared, IReadOnlyList<NetworkPlan> plans, FusionNotes notes, EquatableArray<string>? remarks = null)
    {
        var text = new StringBuilder();
        NetworkPlan first = plans[0];
        text.Append($"{declared.Name}: {string.Join(", ", declared.Inputs.Select(input => $"{input.Name} {OfCaller(input)}"))} → ");
        text.Append($"{string.Join(", ", declared.Outputs.Select(output => $"{output.Name} {OfCaller(declared.Nodes[output.Node])}"))}\n");
        if (declared.Layout == Layout.Nchw) text.Append("inputs and results channels first, all else channels last\n");
        text.Append($"{Number(declared.ParameterCount)} parameters, {Number(declared.MultiplyAdds)} multiply-adds, ");
        text.Append($"{Number(first.WorkspaceFloats * 4)} bytes of workspace " +
            $"(at least {Number(first.WorkspaceLowerBound * 4)} with these buffers)");
        long scratch = plans.Max(plan => plan.ScratchFloats) * 4;
        text.Append(scratch == 0 ? "\n" : $", {Number(scratch)} bytes of scratch memory for each thread\n");
        text.Append($"{declared.Nodes.Count - declared.Inputs.Count()} operations in {first.Kernels.Count} kernels\n");
        if (first.Taps.Count > 0) text.Append($"taps: {string.Join(", ", first.Taps.Select(tap => $"{tap.Name} {tap.Shape}"))}\n");
        text.Append('\n');
        for (int i = 0; i < first.Kernels.Count; i++)
        {
            text.Append($"{i + 1,4}  {first.Kernels[i].Title}\n");
            var tiles = plans.Select(plan => (plan.Machine, plan.Kernels[i].TileText)).Where(tile => tile.TileText.Length > 0).ToList();
            if (tiles.Count > 0) text.Append($"      tile: {string.Join("; ", tiles.Select(tile => $"{tile.Machine} {tile.TileText}"))}\n");
        }
        IReadOnlyList<string> lines = [.. notes.Lines, .. first.Notes];
        text.Append(lines.Count == 0 ? "\nEverything that could be fused was.\n" : "\nNot fused:\n");
        foreach (string line in lines) text.Append($"  {line}\n");
        foreach (string remark in remarks ?? []) text.Append($"\n{remark}\n");
        return text.ToString();

        Shape OfCaller(Node node) => declared.Layout.Order(node.Shape);
    }

    /// <summary>A convolution and its sizes: <c>3×3/2 64→128 at 28×28</c>. Tuning files name layers like this.</summary>
    public static string Layer(PackedConvolution convolution, Shape input, Shape output)
    {
        int spatial = Math.Max(input.SpatialRank, output.SpatialRank);
        if (spatial == 0) return $"linear {input.Channels}→{output.Channels}";
        string kernel = string.Join("×", convolution.Kernel.Skip(3 - spatial));
        var strides = convolution.Stride.Skip(3 - spatial).ToList();
        string stride = strides.All(step => step == 1) ? "" : strides.Distinct().Count() == 1
            ? $"/{strides[0]}"
            : $"/({string.Join(",", strides)})";
        string kind = convolution.IsDepthwise(input.Channels) ? "depthwise " : convolution.Groups > 1
            ? $"in {convolution.Groups} groups "
            : "";
        string channels = convolution.IsDepthwise(input.Channels) ? $"{output.Channels}" : $"{input.Channels}→{output.Channels}";
        return $"{kind}{kernel}{stride} {channels} at {string.Join("×", output.Spatial)}";
    }

    /// <summary>An operation in the words of a declaration: of a batch, what runs on each sample.</summary>
    public static string KindOf(Operation operation) => operation switch
    {
        Batched batched => KindOf(batched.Each),
        ElementwiseGradient gradient => $"gradient of {gradient.Function.Kind}",
        _ => operation.Kind,
    };

    /// <summary>What a value is called: where it was declared, else its operations.</summary>
    public static string NameOf(Node node) => node.Operation is Input input ? input.Name : NodeTitle.Of(node.Name, node.Operation);

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
