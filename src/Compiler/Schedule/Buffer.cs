namespace Fusion.Compiler.Schedule;

public enum BufferKind
{
    /// <summary>A range of the workspace, shared over time with other buffers.</summary>
    Workspace,

    /// <summary>The caller's memory: an input.</summary>
    Input,

    /// <summary>The caller's memory: an output.</summary>
    Output,

    /// <summary>A place among the weights, which a training step changes.</summary>
    State,

    /// <summary>Memory of a kernel's own, which holds some rows at a time: a thread's, on a CPU.</summary>
    Band,
}

/// <summary>Memory for one value or for several that lie in one another: pixels in (T, H, W) order, channels last, with a border of
/// zeros.</summary>
public sealed class Buffer(string name, BufferKind kind, int binding, int frames, int height, int width, int channels)
{
    /// <summary>The caller's memory for an input or output: pixels without a border.</summary>
    public static Buffer Bound(string name, BufferKind kind, int binding, Shape shape) =>
        new(name, kind, binding, shape.Frames, shape.Height, shape.Width, shape.Channels) { IsDense = true };

    /// <summary>A parameter as the state dict has it, so many floats from the start of all weights.</summary>
    public static Buffer OfState(string name, Shape shape, long offset) =>
        new(name, BufferKind.State, -1, shape.Frames, shape.Height, shape.Width, shape.Channels) { IsDense = true, Offset = offset };

    /// <summary>Rows in the workspace that are no pixels of a value, without a border.</summary>
    public static Buffer Rows(string name, int rows, int channels) =>
        new(name, BufferKind.Workspace, -1, 1, 1, rows, channels) { IsDense = true, IsValue = false };

    public string Name { get; } = name;

    public BufferKind Kind { get; private set; } = kind;

    /// <summary>The index among the inputs and outputs that the caller binds, or among the bands of a kernel; −1 in the
    /// workspace.</summary>
    public int Binding { get; private set; } = binding;

    public int Frames { get; } = frames;

    public int Height { get; } = height;

    public int Width { get; } = width;

    public int Channels { get; } = channels;

    /// <summary>Channels of each pixel, the last ones, that hold nothing.</summary>
    public int SpareChannels { get; init; }

    /// <summary>Pixels of zeros before the interior, in T, H and W.</summary>
    public int[] HaloBefore { get; } = [0, 0, 0];

    public int[] HaloAfter { get; } = [0, 0, 0];

    /// <summary>Other shapes look at the same memory, so it must have no halo.</summary>
    public bool IsDense { get; set; }

    /// <summary>Whether it holds floats of a value, and not what a kernel leaves for the next one.</summary>
    public bool IsValue { get; private init; } = true;

    public bool HasHalo => HaloBefore.Any(halo => halo > 0) || HaloAfter.Any(halo => halo > 0);

    public int RowPixels => Width + HaloBefore[2] + HaloAfter[2];

    public int PlaneRows => Height + HaloBefore[1] + HaloAfter[1];

    public long Floats => (long)(Frames + HaloBefore[0] + HaloAfter[0]) * PlaneRows * RowPixels * Channels;

    /// <summary>Floats from the buffer's start to the first pixel of the interior.</summary>
    public long InteriorOffset => (((long)HaloBefore[0] * PlaneRows + HaloBefore[1]) * RowPixels + HaloBefore[2]) * Channels;

    /// <summary>Where the buffer starts in the workspace, in floats; set by <see cref="WorkspacePlanner"/>.</summary>
    public long Offset { get; set; }

    /// <summary>The first and the last kernel that touch the buffer.</summary>
    public int FirstStep { get; set; } = int.MaxValue;

    public int LastStep { get; set; } = -1;

    public bool CanTakeHalo => Kind == BufferKind.Workspace && !IsDense;

    /// <summary>Takes the buffer out of the workspace: it becomes a value of which a kernel holds some rows at a time.</summary>
    public void KeepInBand(int index) => (Kind, Binding) = (BufferKind.Band, index);

    public void RequireHalo(Halo halo)
    {
        for (int i = 0; i < 3; i++)
        {
            HaloBefore[i] = Math.Max(HaloBefore[i], halo.Before[i]);
            HaloAfter[i] = Math.Max(HaloAfter[i], halo.After[i]);
        }
    }

    public bool Covers(Halo halo) => Enumerable.Range(0, 3).All(i => HaloBefore[i] >= halo.Before[i] && HaloAfter[i] >= halo.After[i]);

    /// <summary>Whether its elements can still be counted in 32 bits when it has this halo, too.</summary>
    public bool CanGrow(Halo halo)
    {
        double Size(int axis, int size) =>
            (double)size + Math.Max(HaloBefore[axis], halo.Before[axis]) + Math.Max(HaloAfter[axis], halo.After[axis]);
        return Size(0, Frames) * Size(1, Height) * Size(2, Width) * Channels <= Limits.Elements;
    }

    public override string ToString() => $"{Name} {Frames}x{Height}x{Width}x{Channels}";
}

/// <summary>How many pixels of zeros a reader needs around a value, in T, H and W.</summary>
public sealed record Halo(EquatableArray<int> Before, EquatableArray<int> After)
{
    public static Halo None { get; } = new([0, 0, 0], [0, 0, 0]);

    public bool IsNone => Before.All(halo => halo == 0) && After.All(halo => halo == 0);

    public Halo Union(Halo other) => new(
        Before.Zip(other.Before, Math.Max).ToEquatableArray(), After.Zip(other.After, Math.Max).ToEquatableArray());
}

/// <summary>A value in memory: all of a buffer, a range of its channels, or its memory seen with other sizes.</summary>
/// <param name="FrameChannels">Floats from one pixel to the next.</param>
/// <param name="ChannelOffset">The first channel within the pixel.</param>
/// <param name="FrameOffset">Floats from the buffer's start to the frame; other than 0 only in dense buffers.</param>
public sealed record View(Buffer Buffer, int Frames, int Height, int Width, int Channels, int FrameChannels, int ChannelOffset,
    long FrameOffset)
{
    public static View Of(Buffer buffer) =>
        new(buffer, buffer.Frames, buffer.Height, buffer.Width, buffer.Channels, buffer.Channels, 0, 0);

    public int Pixels => Frames * Height * Width;

    public int Rows => Frames * Height;

    /// <summary>The positions that the view has of another; null for all that lie there.</summary>
    public Lattice? Lattice { get; init; }

    public int PixelStride => Lattice?.PixelStride ?? FrameChannels;

    public int RowStride => Lattice?.RowStride ?? FrameChannels * (Width + (IsWhole ? Buffer.HaloBefore[2] + Buffer.HaloAfter[2] : 0));

    public int PlaneStride => Lattice?.PlaneStride ?? RowStride * (Height + (IsWhole ? Buffer.HaloBefore[1] + Buffer.HaloAfter[1] : 0));

    /// <summary>Floats from the base pointer (workspace, input or output) to channel 0 of the first pixel.</summary>
    public long Offset => Lattice?.Offset ?? Buffer.Offset + FrameOffset + ChannelOffset + Buffer.InteriorOffset;

    /// <summary>All pixels follow each other at <see cref="PixelStride"/>, so that they can be walked as one row.</summary>
    public bool IsFlat => (Rows == 1 || RowStride == Width * PixelStride) && (Frames == 1 || PlaneStride == Height * RowStride);

    /// <summary>Nothing lies between the values: the memory can be seen with another shape.</summary>
    public bool IsDense => Lattice is null && IsFlat && ChannelOffset == 0 && FrameChannels == Channels && !Buffer.HasHalo;

    /// <summary>The frame is the buffer's own, not another shape of its memory.</summary>
    private bool IsWhole => FrameOffset == 0 && Frames == Buffer.Frames && Height == Buffer.Height && Width == Buffer.Width
        && FrameChannels == Buffer.Channels;

    /// <summary>Every so many-th position, from a first one on, in T, H and W.</summary>
    public View Every(EquatableArray<int> first, EquatableArray<int> step)
    {
        int Count(int axis, int size) => (size - first[axis] - 1) / step[axis] + 1;
        return this with
        {
            Frames = Count(0, Frames),
            Height = Count(1, Height),
            Width = Count(2, Width),
            // Of one position there is no next one.
            Lattice = new Lattice(
                this, first, [Math.Min(step[0], Frames), Math.Min(step[1], Height), Math.Min(step[2], Width)]),
        };
    }

    /// <summary>The positions from a first one on.</summary>
    /// <param name="first">In T, H and W.</param>
    /// <param name="shape">What is left.</param>
    public View Crop(EquatableArray<int> first, Shape shape) => this with
    {
        Frames = shape.Frames,
        Height = shape.Height,
        Width = shape.Width,
        Lattice = new Lattice(this, first, [1, 1, 1]),
    };

    /// <summary>The view at all positions of another: where it has one along an axis, that counts for all.</summary>
    public View SpreadOver(View other)
    {
        int Step(int own, int all) => own == all ? 1 : 0;
        return this with
        {
            Frames = other.Frames,
            Height = other.Height,
            Width = other.Width,
            Lattice = new Lattice(
                this, [0, 0, 0], [Step(Frames, other.Frames), Step(Height, other.Height), Step(Width, other.Width)]),
        };
    }

    public View Window(int start, int count) => this with { ChannelOffset = ChannelOffset + start, Channels = count };

    /// <summary>The same dense memory with other sizes, from <paramref name="offset"/> floats on.</summary>
    public View As(Shape shape, long offset = 0) =>
        new(Buffer, shape.Frames, shape.Height, shape.Width, shape.Channels, shape.Channels, 0, FrameOffset + offset);
}

/// <summary>Positions of a view, the same distance apart along T, H and W.</summary>
public sealed record Lattice(View Of, EquatableArray<int> First, EquatableArray<int> Step)
{
    public int PixelStride => Of.PixelStride * Step[2];

    public int RowStride => Of.RowStride * Step[1];

    public int PlaneStride => Of.PlaneStride * Step[0];

    public long Offset => Of.Offset + Start;

    /// <summary>Floats from the view's first position to the first of these.</summary>
    public long Start => (long)First[0] * Of.PlaneStride + (long)First[1] * Of.RowStride + (long)First[2] * Of.PixelStride;
}
