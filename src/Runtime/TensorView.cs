using Fusion.Runtime;

namespace Fusion;

/// <summary>A value inside a network, where the run that computed it has left it: (C), (L, C), (H, W, C) or (T, H, W, C), channels last.
/// It is valid until what it came from is disposed of; nothing is copied.</summary>
public readonly ref struct TensorView
{
    private readonly ReadOnlySpan<float> _memory;
    private readonly TensorLayout _layout;
    private readonly Workspace? _workspace;
    private readonly long _run;

    internal TensorView(ReadOnlySpan<float> memory, TensorLayout layout, Workspace workspace, long run)
    {
        _memory = memory;
        _layout = layout;
        _workspace = workspace;
        _run = run;
    }

    /// <summary>The sizes.</summary>
    public TensorShape Shape => new(Frames, Height, Width, Channels);

    /// <summary>T of (T, H, W, C); 1 at lower ranks.</summary>
    public int Frames => _layout.Frames;

    /// <summary>H of (H, W, C) and (T, H, W, C); 1 at lower ranks.</summary>
    public int Height => _layout.Height;

    /// <summary>W, or L of (L, C); 1 for a vector.</summary>
    public int Width => _layout.Width;

    /// <summary>C.</summary>
    public int Channels => _layout.Channels;

    /// <summary>The number of values: T · H · W · C.</summary>
    public int Elements => _layout.Elements;

    /// <summary>Whether the values lie without gaps, so that <see cref="AsSpan"/> can show them all. A value that a padding convolution
    /// reads lies in a frame of zeros, and one that is part of a concatenation lies between others.</summary>
    public bool IsDense => _layout.IsDense;

    /// <summary>The channels of one pixel: C values.</summary>
    /// <param name="y">The row; 0 for sequences and vectors.</param>
    /// <param name="x">The column; 0 for vectors.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such pixel.</exception>
    /// <exception cref="ObjectDisposedException">The taps have been disposed of.</exception>
    public ReadOnlySpan<float> this[int y, int x] => this[0, y, x];

    /// <summary>The channels of one pixel: C values.</summary>
    /// <param name="t">The frame.</param>
    /// <param name="y">The row.</param>
    /// <param name="x">The column.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such pixel.</exception>
    /// <exception cref="ObjectDisposedException">The taps have been disposed of.</exception>
    public ReadOnlySpan<float> this[int t, int y, int x]
    {
        get
        {
            Workspace.CheckRun(_workspace, _run);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)t, (uint)Frames, nameof(t));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)y, (uint)Height, nameof(y));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)x, (uint)Width, nameof(x));
            return _memory.Slice(_layout.Offset(t, y, x), Channels);
        }
    }

    /// <summary>All values, channels last.</summary>
    /// <exception cref="InvalidOperationException">They have gaps between them: see <see cref="IsDense"/>.</exception>
    /// <exception cref="ObjectDisposedException">The taps have been disposed of.</exception>
    public ReadOnlySpan<float> AsSpan()
    {
        Workspace.CheckRun(_workspace, _run);
        return IsDense
            ? _memory
            : throw new InvalidOperationException("The values have gaps between them: read them pixel by pixel, or copy them with CopyTo.");
    }

    /// <summary>Copies all values, without gaps, channels last.</summary>
    /// <param name="destination">At least <see cref="Elements"/> values.</param>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    /// <exception cref="ObjectDisposedException">The taps have been disposed of.</exception>
    public void CopyTo(Span<float> destination)
    {
        Workspace.CheckRun(_workspace, _run);
        if (destination.Length < Elements)
            throw new ArgumentException($"{Elements} values are copied, but there is room for {destination.Length}.", nameof(destination));
        if (IsDense)
        {
            _memory.CopyTo(destination);
            return;
        }

        for (int t = 0; t < Frames; t++)
            for (int y = 0; y < Height; y++)
                for (int x = 0; x < Width; x++, destination = destination[Channels..]) this[t, y, x].CopyTo(destination);
    }

    /// <summary>A copy of all values, without gaps, channels last.</summary>
    /// <exception cref="ObjectDisposedException">The taps have been disposed of.</exception>
    public float[] ToArray()
    {
        Workspace.CheckRun(_workspace, _run);
        float[] values = new float[Elements];
        CopyTo(values);
        return values;
    }
}
