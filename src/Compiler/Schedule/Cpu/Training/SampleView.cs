namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>A value as a kernel walks it that treats each sample of a batch alone: the first of its dimensions counts the
/// samples.</summary>
/// <param name="Batch">All samples.</param>
/// <param name="Rank">That of the value's shape, with the samples: (N, C), (N, L, C) or (N, H, W, C).</param>
public sealed record SampleView(View Batch, int Rank)
{
    public int Samples => Rank switch { 2 => Batch.Width, 3 => Batch.Height, _ => Batch.Frames };

    /// <summary>Floats from one sample to the next.</summary>
    public int Stride => Rank switch { 2 => Batch.PixelStride, 3 => Batch.RowStride, _ => Batch.PlaneStride };

    /// <summary>The rows of one sample, <see cref="View.RowStride"/> apart.</summary>
    public int Rows => Rank == 4 ? Batch.Height : 1;

    /// <summary>The pixels of one row.</summary>
    public int Width => Rank == 2 ? 1 : Batch.Width;

    public int Pixels => Rows * Width;

    public int Channels => Batch.Channels;

    /// <summary>Of one position in each sample, a view that shows it at all positions of another value's samples.</summary>
    public View Over(SampleView other)
    {
        View one = Batch with { Frames = 1, Height = 1, Width = 1, FrameChannels = Stride };
        return one with
        {
            Frames = other.Batch.Frames,
            Height = other.Batch.Height,
            Width = other.Batch.Width,
            Lattice = new Lattice(one, [0, 0, 0], other.Rank == 4 ? [1, 0, 0] : [other.Batch.Height, 1, 0]),
        };
    }

    /// <summary>All pixels of a sample follow each other, so that they can be walked as one row.</summary>
    public bool IsFlat => Rows == 1 || Batch.RowStride == Width * Batch.PixelStride;
}
