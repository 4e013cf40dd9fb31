using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>Cuts the positions that the gradient of a layer's weights sums over.</summary>
internal static class PositionPlanner
{
    /// <summary>Of so many positions, 32 channels of dy and a cache line of x stay in a first-level cache of 32 KiB.</summary>
    public const int BlockPositions = 160;

    /// <summary>A sum over more positions than this loses more than it must; chunks of fewer than the second number would cost more to add
    /// up than threads gain.</summary>
    private const int MostPositions = 4096, LeastPositions = 320;

    /// <summary>Partial sums of so many floats (4 MiB) are no burden, whatever the layer.</summary>
    private const long FreeFloats = 1 << 20;

    /// <summary>Work items that a kernel should have, so that threads get equal shares.</summary>
    private const int WantedUnits = 16;

    /// <param name="weights">Floats of one chunk's sums.</param>
    /// <param name="panels">Work items that there are without chunks.</param>
    public static PositionBlocks Plan(PackedConvolution layer, View input, View gradient, long weights, int panels)
    {
        EquatableArray<PositionLoop> loops = Loops(layer, input, gradient);
        int level = loops.Count - 1, inside = 1;
        while (level > 0 && (long)inside * loops[level].Count * 2 <= BlockPositions) inside *= loops[level--].Count;
        int most = Math.Max(1, BlockPositions / inside), count = loops[level].Count;
        int passes = (count + most - 1) / most;
        var blocks = new PositionBlocks(loops, level, (count + passes - 1) / passes, 1);
        return blocks with { Chunks = Math.Min(blocks.Blocks, Chunks(gradient.Pixels, weights, panels)) };
    }

    private static int Chunks(int positions, long weights, int panels)
    {
        int forThreads = Math.Min(Ceiling(WantedUnits, panels), positions / LeastPositions);
        int forAccuracy = Ceiling(positions, MostPositions), free = (int)Math.Max(1, FreeFloats / weights);
        int least = Ceiling(positions, LongSums.MostDepth);
        return Math.Max(least, Math.Min(free, Math.Max(forThreads, forAccuracy)));
    }

    private static int Ceiling(int number, int divisor) => (int)(((long)number + divisor - 1) / divisor);

    /// <summary>Neighbouring loops are one where neither value has a gap between them.</summary>
    private static EquatableArray<PositionLoop> Loops(PackedConvolution layer, View input, View gradient)
    {
        var loops = new List<PositionLoop>();
        void Add(int count, long inputStep, long gradientStep)
        {
            if (count == 1) return;
            if (loops.Count > 0 && loops[loops.Count - 1] is var outer
                && outer.InputStep == count * inputStep && outer.GradientStep == count * gradientStep)
                loops[loops.Count - 1] = new PositionLoop(outer.Count * count, inputStep, gradientStep);
            else loops.Add(new PositionLoop(count, inputStep, gradientStep));
        }
        Add(gradient.Frames, (long)layer.Stride[0] * input.PlaneStride, gradient.PlaneStride);
        Add(gradient.Height, (long)layer.Stride[1] * input.RowStride, gradient.RowStride);
        Add(gradient.Width, (long)layer.Stride[2] * input.PixelStride, gradient.PixelStride);
        if (loops.Count == 0) loops.Add(new PositionLoop(1, input.PixelStride, gradient.PixelStride));
        return loops.ToEquatableArray();
    }
}
