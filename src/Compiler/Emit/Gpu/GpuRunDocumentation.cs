using Fusion.Compiler.Emit.Members;

namespace Fusion.Compiler.Emit.Gpu;

/// <summary>Prints what the documentation says of the ways to run a network on a device.</summary>
internal sealed class GpuRunDocumentation(CodeWriter writer, IReadOnlyList<CompiledVariant> variants, RunSignature signature)
{
    /// <summary>The shapes of the inputs in order, then of the outputs, as the caller has them.</summary>
    public static IReadOnlyList<Shape> Shapes(CompiledVariant variant) =>
    [
        .. variant.Declared.Inputs.Select(node => variant.Declared.Layout.Order(node.Shape)),
        .. variant.Declared.Outputs.Select(output => variant.Declared.Layout.Order(variant.Declared.Nodes[output.Node].Shape)),
    ];

    /// <param name="isSized">Whether the size has been named before.</param>
    public void WriteSpans(bool isSized)
    {
        writer.Line("/// <summary>Runs the network on one sample or a batch of them. Allocates nothing on the device.</summary>");
        Write(isSized, "for each sample", "A span is empty, has the wrong length, or lies where it must not");
    }

    /// <inheritdoc cref="WriteSpans"/>
    public void WriteMemories(bool isSized)
    {
        writer.Line("/// <summary>Runs the network on another thread. The memory must stay as it is until the task has ended.</summary>");
        writer.Line("/// <returns>Ends with the run, which is finished though the network is disposed of meanwhile; with a");
        writer.Line("/// <see cref=\"global::Fusion.Gpu.GpuException\"/> where the device failed.</returns>");
        Write(isSized, "for each sample", "A memory is empty, has the wrong length, or lies where it must not", isAsync: true);
    }

    /// <inheritdoc cref="WriteSpans"/>
    public void WriteBuffers(bool isSized)
    {
        writer.Line("/// <summary>Runs the network on a whole batch that is on the device, and leaves the results there.</summary>");
        Write(isSized, "for each sample of the batch", "A buffer has the wrong length, is on another device, or is that of two outputs");
    }

    private void Write(bool isSized, string each, string problem, bool isAsync = false)
    {
        bool findsSize = variants.Count > 1 && !isSized;
        if (findsSize)
        {
            writer.Line("/// <remarks>");
            writer.Line(
                $"/// The lengths say which of the network's sizes is meant. Where they could be those of several, name it: " +
                $"<c>{SizesEmitter.At}(…)</c>.");
            writer.Line("/// </remarks>");
        }
        bool isFirst = variants[0].Declared.Layout == Layout.Nchw;
        string[] names = [.. signature.Inputs, .. signature.Outputs];
        for (int i = 0; i < names.Length; i++)
        {
            bool isInput = i < signature.Inputs.Count;
            int index = i;
            string shape = string.Join(" or ", variants.Select(variant => Shapes(variant)[index].ToString()).Distinct());
            if (isSized && shape.Contains(" or ")) shape += ", as belongs to the size,";
            writer.Line(
                $"/// <param name=\"{names[i]}\">{(isInput ? "" : "Receives ")}{shape} " +
                $"{each}{(isFirst ? ", channels first" : isInput ? ", channels last" : "")}.</param>");
        }
        string orSeveral = findsSize ? "; or the lengths could be those of several sizes" : "";
        writer.Line($"/// <exception cref=\"global::System.ArgumentException\">{problem}{orSeveral}.</exception>");
        if (!isAsync) writer.Line("/// <exception cref=\"global::Fusion.Gpu.GpuException\">The device failed.</exception>");
        writer.Line("/// <exception cref=\"global::System.ObjectDisposedException\">The network has been disposed of.</exception>");
    }
}
