using System.Globalization;
using Fusion.Runtime;

namespace Fusion.Tests.Execution;

/// <summary>Zeros around values: all of the halo, nothing of the interior, nothing beside the buffer.</summary>
public sealed unsafe class HaloTests
{
    [Fact]
    public void Halo_is_zeroed_and_the_rest_is_left()
    {
        var random = new Random(1);
        for (int i = 0; i < 300; i++)
        {
            (int Frames, int Rows, int Columns) Sizes(int least, int most) =>
                (random.Next(least, most), random.Next(least, most), random.Next(least, most));
            var interior = Sizes(1, 4);
            var before = Sizes(0, 3);
            var after = Sizes(0, 3);
            int channels = random.Next(1, 4);
            Check(interior, before, after, channels);
        }
    }

    private static void Check(
        (int Frames, int Rows, int Columns) interior, (int Frames, int Rows, int Columns) before,
        (int Frames, int Rows, int Columns) after, int channels)
    {
        const int guard = 8;
        int rows = before.Rows + interior.Rows + after.Rows, columns = before.Columns + interior.Columns + after.Columns;
        int frames = before.Frames + interior.Frames + after.Frames;
        float[] memory = new float[frames * rows * columns * channels + 2 * guard];
        Array.Fill(memory, 1);
        fixed (float* pointer = memory) Halo.Clear(pointer + guard, interior, before, after, channels);
        for (int i = 0; i < memory.Length; i++)
        {
            int pixel = (i - guard) / channels, x = pixel % columns, y = pixel / columns % rows, t = pixel / columns / rows;
            bool isInside = t >= before.Frames && t < before.Frames + interior.Frames && y >= before.Rows
                && y < before.Rows + interior.Rows && x >= before.Columns && x < before.Columns + interior.Columns;
            bool isBuffer = i >= guard && i < memory.Length - guard;
            Assert.Equal(isBuffer && !isInside ? 0 : 1, memory[i]);
        }
    }

    [Theory]
    [InlineData(3, 10, 2, 3)]
    [InlineData(1, 5, 0, 1)]
    [InlineData(4, 6, 2, 0)]
    public void Sides_of_a_band_are_zeroed(int rows, int rowFloats, int before, int after)
    {
        float[] memory = new float[rows * rowFloats + 6];
        Array.Fill(memory, 1);
        fixed (float* pointer = memory) Band.ClearSides(pointer + 3, rows, rowFloats, before, after);
        for (int i = 0; i < memory.Length; i++)
        {
            int column = (i - 3) % rowFloats;
            bool isBand = i >= 3 && i < memory.Length - 3;
            Assert.Equal(isBand && (column < before || column >= rowFloats - after) ? 0 : 1, memory[i]);
        }
    }

    [Theory]
    [InlineData(5, 3)]
    [InlineData(6, 4)]
    [InlineData(4, 4)]
    [InlineData(7, 1)]
    public void Rows_that_bands_share_move_to_the_top(int rows, int advance)
    {
        float[] band = [.. Enumerable.Range(0, rows * 3).Select(i => (float)i)];
        int kept;
        fixed (float* pointer = band) kept = Band.Keep(pointer, 3, rows, advance);
        Assert.Equal(rows - advance, kept);
        for (int i = 0; i < kept * 3; i++) Assert.Equal(i + advance * 3, band[i]);
        // What is not kept is written anew.
        int moved = Math.Max(kept * 3, 0);
        for (int i = moved; i < band.Length; i++) Assert.Equal(i, band[i]);
    }

    [Theory]
    // The band's first row, the rows of the value, the rows to make; what is left to make.
    [InlineData(-2, 9, -2, 4, 0, 4)]
    [InlineData(0, 9, 0, 4, 0, 4)]
    [InlineData(6, 9, 7, 12, 7, 9)]
    [InlineData(8, 9, 9, 12, 9, 9)]
    [InlineData(-3, 1, -3, 4, 0, 1)]
    [InlineData(-6, 9, -6, -2, -2, -2)]
    public void Rows_outside_of_the_value_are_zeros(int top, int height, int from, int to, int newFrom, int newTo)
    {
        const int rowFloats = 3;
        int rows = to - top;
        float[] memory = new float[(rows + 2) * rowFloats];
        Array.Fill(memory, 1);
        int first = from, last = to;
        fixed (float* pointer = memory) Band.ClearOutside(pointer + rowFloats, top, rowFloats, height, ref first, ref last);
        Assert.Equal((newFrom, newTo), (first, last));
        for (int i = 0; i < memory.Length; i++)
        {
            int row = i / rowFloats - 1 + top;
            bool isCleared = i >= rowFloats && row >= from && row < to && (row < newFrom || row >= newTo);
            Assert.Equal(isCleared ? 0 : 1, memory[i]);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(4097)]
    public void Native_memory_is_aligned_zeroed_and_has_a_page_to_spare(long bytes)
    {
        using var buffer = new NativeBuffer(bytes);
        Assert.Equal(0, (nint)buffer.Pointer % NativeBuffer.Alignment);
        Assert.Equal(0, buffer.Bytes % NativeBuffer.Alignment);
        Assert.InRange(buffer.Bytes, bytes + NativeBuffer.Alignment, bytes + 2 * NativeBuffer.Alignment);
        Assert.Equal(-1, new ReadOnlySpan<byte>(buffer.Pointer, (int)buffer.Bytes).IndexOfAnyExcept((byte)0));
        buffer.Dispose();
        Assert.True(buffer.Pointer is null);
        buffer.Dispose();
    }

    [Theory]
    [InlineData(4095, NativeBuffer.Alignment, LargePages.AtOnce)]
    [InlineData(PageAdvice.LeastBytes - 2 * NativeBuffer.Alignment, NativeBuffer.Alignment, LargePages.AtOnce)]
    [InlineData(PageAdvice.LeastBytes, PageAdvice.Bytes, LargePages.AtOnce)]
    [InlineData(PageAdvice.Bytes, PageAdvice.Bytes, LargePages.AtOnce)]
    [InlineData(9_999_999, PageAdvice.Bytes, LargePages.AtOnce)]
    [InlineData(9_999_999, PageAdvice.Bytes, LargePages.Later)]
    [InlineData(9_999_999, NativeBuffer.Alignment, LargePages.Never)]
    public void Large_memory_may_have_large_pages(long bytes, int alignment, LargePages largePages)
    {
        using var buffer = new NativeBuffer(bytes, largePages);
        Assert.Equal(0, (nint)buffer.Pointer % alignment);
        Assert.InRange(buffer.Bytes, bytes + NativeBuffer.Alignment, bytes + 2 * NativeBuffer.Alignment);
        var memory = new Span<byte>(buffer.Pointer, (int)buffer.Bytes);
        Assert.Equal(-1, memory.IndexOfAnyExcept((byte)0));
        memory.Fill(1);
        buffer.HasBeenWritten();
        Assert.Equal(-1, memory.IndexOfAnyExcept((byte)1));
    }

    [Fact]
    public void Large_memory_goes_back_to_the_system()
    {
        // Only Linux tells what is resident.
        if (!OperatingSystem.IsLinux()) return;
        const int count = 24, bytes = 8_000_000;
        // Once one has been freed, the C library would take the next from a heap, which gives nothing back from under the last.
        new NativeBuffer(bytes).Dispose();
        NativeBuffer[] buffers = [.. Enumerable.Range(0, count).Select(_ => new NativeBuffer(bytes))];
        foreach (NativeBuffer buffer in buffers) new Span<byte>(buffer.Pointer, bytes).Fill(1);
        long full = Resident();
        foreach (NativeBuffer buffer in buffers.SkipLast(1)) buffer.Dispose();
        long freed = full - Resident();
        buffers[^1].Dispose();
        Assert.True(freed > (count - 4L) * bytes, $"{freed} bytes of {count - 1} × {bytes} went back.");

        static long Resident() => long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[1], CultureInfo.InvariantCulture)
            * Environment.SystemPageSize;
    }

    [Theory]
    [InlineData(LargePages.AtOnce, true, true)]
    [InlineData(LargePages.Later, false, true)]
    [InlineData(LargePages.Never, false, false)]
    public void The_system_is_asked_when_the_option_says_so(LargePages largePages, bool atFirst, bool afterwards)
    {
        // Only Linux tells which memory has been advised.
        if (!OperatingSystem.IsLinux()) return;
        // So large that the allocator takes it from the system, where nobody has given advice before.
        using var buffer = new NativeBuffer(40_000_000, largePages);
        Assert.Equal(atFirst, IsAdvised((nint)buffer.Pointer));
        buffer.HasBeenWritten();
        Assert.Equal(afterwards, IsAdvised((nint)buffer.Pointer));

        // A mapping's lines begin with its addresses and end with its flags, of which "hg" is the advice.
        static bool IsAdvised(nint address)
        {
            bool isHere = false;
            foreach (string line in File.ReadLines("/proc/self/smaps"))
            {
                string first = line.Split(' ')[0];
                if (first.Split('-') is [string from, string to]
                    && nint.TryParse(from, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out nint start))
                    isHere = start <= address && address < nint.Parse(to, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                else if (isHere && first == "VmFlags:")
                    return line.Split(' ').Contains("hg");
            }
            return false;
        }
    }
}
