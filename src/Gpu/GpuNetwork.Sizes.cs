using System.ComponentModel;

namespace Fusion.Gpu;

// Which of several sizes is meant.
public abstract unsafe partial class GpuNetwork
{
    /// <summary>The index of the size whose input has these dimensions. For generated code.</summary>
    /// <param name="dimensions">As declared, channels last.</param>
    /// <exception cref="ArgumentException">The network was not declared for this size.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected int SizeNamed(params ReadOnlySpan<int> dimensions) => _sizes.Named(dimensions);

    /// <summary>The index of the only size that spans of these lengths fit, for one and the same batch. For generated code.</summary>
    /// <param name="lengths">The lengths of the inputs in order, then of the outputs in order.</param>
    /// <exception cref="ArgumentException">The lengths fit no size of the network, or several.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected int SizeFitting(params ReadOnlySpan<int> lengths) => _sizes.Fitting(lengths);

    /// <summary>The index of the only size that these buffers fit, which hold <see cref="BatchSize"/> samples. For generated
    /// code.</summary>
    /// <param name="buffers">The inputs in order, then the outputs in order.</param>
    /// <exception cref="ArgumentException">The lengths fit no size of the network, or several.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected int SizeFitting(params ReadOnlySpan<GpuBuffer> buffers)
    {
        foreach (GpuBuffer buffer in buffers) ArgumentNullException.ThrowIfNull(buffer, nameof(buffers));
        int found = -1;
        for (int size = 0; size < Info.Variants.Count; size++)
        {
            if (!Fits(Info.Variants[size], buffers)) continue;
            if (found >= 0) throw Unclear("fit several sizes", "Name the one that is meant with At(…).", buffers);
            found = size;
        }
        return found >= 0 ? found : throw Unclear("fit no size", $"Whole batches were expected, of {BatchSize} each.", buffers);
    }

    private bool Fits(NetworkVariant variant, ReadOnlySpan<GpuBuffer> buffers)
    {
        for (int i = 0; i < buffers.Length; i++)
        {
            TensorInfo tensor = i < variant.Inputs.Count ? variant.Inputs[i] : variant.Outputs[i - variant.Inputs.Count];
            if (buffers[i].Length != tensor.Elements * BatchSize) return false;
        }
        return true;
    }

    private ArgumentException Unclear(string what, string mend, ReadOnlySpan<GpuBuffer> buffers)
    {
        var lengths = new List<long>();
        foreach (GpuBuffer buffer in buffers) lengths.Add(buffer.Length);
        return new ArgumentException($"Buffers of {string.Join(", ", lengths)} values {what} of {Info.Name}. {mend}");
    }
}
