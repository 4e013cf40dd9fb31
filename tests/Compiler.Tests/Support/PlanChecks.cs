using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;
using Buffer = Fusion.Compiler.Schedule.Buffer;

namespace Fusion.Compiler.Tests.Support;

/// <summary>What holds for every plan.</summary>
internal static class PlanChecks
{
    /// <summary>The widest vector, in floats: no kernel reads farther than one of them goes.</summary>
    private const int Widest = 16;

    public static IReadOnlyList<CpuPlan> Plans(Graph graph, ScheduleOptions? options = null)
    {
        Graph rewritten = RewritePipeline.Run(graph, new FusionNotes());
        return [.. InstructionSet.All.Select(set =>
        {
            var layout = new WeightLayout(set, options);
            CpuPlan plan = Scheduler.Schedule(rewritten, set, layout, options);
            Weights(layout);
            return plan;
        })];
    }

    public static IReadOnlyList<Buffer> Buffers(CpuPlan plan) =>
        [.. plan.Kernels.SelectMany(kernel => kernel.Reads.Concat(kernel.Writes)).Select(view => view.Buffer).Distinct()];

    public static void Sound(CpuPlan plan)
    {
        Memory(plan);
        foreach (CpuKernelPlan kernel in plan.Kernels.SelectMany(kernel => kernel.Parts.Prepend(kernel)))
        {
            Assert.Matches("^[A-Z][A-Za-z0-9_]*$", kernel.Name);
            foreach (View view in kernel.Reads) Loads(kernel, view, plan);
            if (kernel is ConvolutionPlan convolution) Covers(plan.Set, convolution);
            if (kernel is DepthwisePlan depthwise) Covers(plan.Set, depthwise);
            if (kernel is WinogradPlan winograd) Covers(plan.Set, winograd);
            if (kernel is BandPlan bands) Covers(bands);
        }
        var names = plan.Kernels.SelectMany(kernel => kernel.Parts.Prepend(kernel)).Select(kernel => kernel.Name).ToList();
        Assert.Equal(names.Distinct(), names);
        Assert.Equal(plan.Kernels.Select(kernel => kernel.ScratchFloats).DefaultIfEmpty().Max(), plan.ScratchFloats);
    }

    /// <summary>What must not depend on the instruction set: the order of every addition and the workspace.</summary>
    public static void SameForAll(IReadOnlyList<CpuPlan> plans)
    {
        string Shape(CpuPlan plan) => string.Join("\n", plan.Kernels.Select(kernel => $"{kernel.GetType().Name} {Blocks(kernel)}"))
            + $"\n{plan.WorkspaceFloats} {plan.WorkspaceLowerBound} "
            + string.Join(", ", Buffers(plan).Select(buffer => $"{buffer} at {buffer.Offset}"))
            + string.Join(", ", plan.Taps.Select(tap => $"{tap.Name} {tap.View.Offset} {tap.View.RowStride} {tap.View.PlaneStride}"));
        Assert.Single(plans.Select(Shape).Distinct());
    }

    private static string Blocks(CpuKernelPlan kernel) => kernel switch
    {
        ConvolutionPlan plan => $"{plan.Blocking.Blocks}",
        BandPlan plan => $"{plan.Bands} {string.Join(' ', plan.Parts.Select(Blocks))}",
        ISqueezingPlan { Squeeze: { } squeeze } => $"{squeeze.Blocks}",
        ScaleWeightsPlan => "",
        WinogradPlan plan => $"{plan.Transform} {plan.Tiles.Blocks}",
        _ => $"{kernel.Units}",
    };

    /// <summary>Buffers lie apart while they live, on cache lines, with room for the last vector; every step that touches one
    /// counts.</summary>
    private static void Memory(CpuPlan plan)
    {
        foreach (TapPlan tap in plan.Taps)
        {
            Assert.NotEqual(BufferKind.Band, tap.View.Buffer.Kind);
            Assert.Equal(plan.Kernels.Count - 1, tap.View.Buffer.LastStep);
        }
        for (int step = 0; step < plan.Kernels.Count; step++)
            foreach (View view in plan.Kernels[step].Reads.Concat(plan.Kernels[step].Writes))
                Assert.InRange(step, view.Buffer.FirstStep, view.Buffer.LastStep);
        Buffer[] buffers = [.. Buffers(plan).Where(buffer => buffer.Kind == BufferKind.Workspace)];
        foreach (Buffer buffer in buffers)
        {
            Assert.Equal(0, buffer.Offset % Widest);
            Assert.InRange(buffer.Offset + buffer.Floats, 1, plan.WorkspaceFloats - WorkspacePlanner.Slack);
            Assert.Equal(buffer.HasHalo, plan.Kernels[buffer.FirstStep].ClearsHaloOf.Contains(buffer));
            foreach (Buffer other in buffers)
            {
                bool lives = buffer.FirstStep <= other.LastStep && other.FirstStep <= buffer.LastStep;
                bool lies = buffer.Offset < other.Offset + other.Floats && other.Offset < buffer.Offset + buffer.Floats;
                Assert.False(buffer != other && lives && lies, $"{buffer} and {other} overlap.");
            }
        }
        Assert.True(plan.WorkspaceFloats >= plan.WorkspaceLowerBound);
    }

    /// <summary>The last vector that is read of a value ends in its buffer or, in the workspace, in what lies behind.</summary>
    private static void Loads(CpuKernelPlan kernel, View view, CpuPlan plan)
    {
        long last = view.Offset + (long)(view.Frames - 1) * view.PlaneStride + (long)(view.Height - 1) * view.RowStride
            + (long)(view.Width - 1) * view.PixelStride;
        long end = last + (view.Channels + Widest - 1) / Widest * Widest;
        long most = view.Buffer.Kind switch
        {
            BufferKind.Workspace => plan.WorkspaceFloats,
            BufferKind.Band => view.Buffer.Floats + WorkspacePlanner.Slack,
            _ => view.Buffer.Floats,
        };
        Assert.True(end <= most, $"{kernel.Title}: {view.Buffer} ({view.Buffer.Kind}) is read up to {end} of {most} floats.");
    }

    private static void Covers(InstructionSet set, ConvolutionPlan plan)
    {
        Blocking blocking = plan.Blocking;
        Fits(set, plan);
        Assert.Equal(blocking.Row, blocking.Split.Parts.Sum(part => part.Pixels * part.Count));
        Assert.Equal(blocking.TilesPerRow, blocking.Split.Parts.Sum(part => part.Count));
        if (blocking.IsFlat) Assert.Equal((plan.Output.Pixels, 1), (blocking.Row * blocking.Blocks, blocking.RowsPerBlock));
        else Assert.Equal((plan.Output.Width, plan.Output.Rows), (blocking.Row, blocking.RowsPerBlock * blocking.Blocks));
        if (blocking.IsFlat) Assert.True(plan.Input.IsFlat && plan.Output.IsFlat);
        Panels panels = plan.Panels;
        Assert.InRange(panels.PerUnit * panels.Units - panels.Weights.Panels, 0, panels.PerUnit - 1);
        Assert.Equal(blocking.Blocks * panels.Units, plan.Units);
        Assert.InRange(panels.SideBySide, 0, panels.Weights.FullPanelsPerGroup);
        Assert.Equal(0, panels.SideBySide % panels.AtOnce);
        Assert.Equal(0, panels.PerUnit % panels.AtOnce);
    }

    private static void Fits(InstructionSet set, ConvolutionPlan plan)
    {
        int vectors = plan.Weights.PanelVectors, masks = plan.Weights.IsNarrow && vectors > 1 ? 1 : 0;
        foreach (var (pixels, _) in plan.Blocking.Split.Parts)
        {
            if (pixels == 1) Assert.True(vectors * plan.Panels.AtOnce < set.Registers);
            else Assert.InRange(pixels * vectors + vectors + 1 + masks, 1, set.Registers);
        }
        Assert.InRange(plan.Panels.Unroll, 1, 4);
        Assert.Equal(0, ConvolutionPlanner.RunLength(plan.Convolution, plan.Input) % plan.Panels.Unroll);
    }

    private static void Covers(InstructionSet set, DepthwisePlan plan)
    {
        Assert.Equal(plan.Output.Width, plan.Split.Parts.Sum(part => part.Pixels * part.Count));
        Assert.Equal(plan.Output.Rows, plan.RowsPerBlock * plan.Blocks);
        Assert.Equal(plan.Blocks, plan.Units);
        Assert.All(plan.Split.Parts, part => Assert.True(
            part.Pixels == 1 || part.Pixels + DepthwisePlan.UnrolledColumnsOf(plan.Convolution) + 2 <= set.Registers));
        Assert.True(plan.ScratchFloats >= plan.FilterFloats
            && plan.FilterFloats >= (plan.Convolution.Taps + 1) * DepthwisePlan.BlockChannels);
    }

    private static void Covers(InstructionSet set, WinogradPlan plan)
    {
        TileGrid tiles = plan.Tiles;
        Assert.Equal(plan.Output.Frames, tiles.Frames);
        Assert.InRange(tiles.RowsPerFrame * plan.Transform.Tile - plan.Output.Height, 0, plan.Transform.Tile - 1);
        Assert.InRange(tiles.Columns * plan.Transform.Tile - plan.Output.Width, 0, plan.Transform.Tile - 1);
        Assert.Equal(tiles.Rows * tiles.Columns, (tiles.Blocks - 1) * tiles.PerBlock + tiles.InLast);
        Assert.InRange(tiles.InLast, 1, tiles.PerBlock);
        Assert.Equal(tiles.Blocks * plan.Weights.Panels, plan.Units);
        Assert.True(plan.PointStride >= tiles.PerBlock * plan.Input.Channels
            && plan.ProductStride >= tiles.PerBlock * plan.Weights.PanelChannels);
        Assert.True(plan.ScratchFloats >= plan.Transform.Products * (plan.PointStride + plan.ProductStride) + WorkspacePlanner.Slack);
        foreach (var (product, count) in new[] { (plan.Product, tiles.PerBlock), (plan.LastProduct, tiles.InLast) })
        {
            Covers(set, product);
            Assert.Equal(count, product.Blocking.Row);
        }
    }

    /// <summary>Every row of a value between is there when its reader comes to it, and what two bands share is kept.</summary>
    private static void Covers(BandPlan plan)
    {
        Assert.Equal(plan.Then[0].Kernel.Output().Height, plan.Bands * plan.Then[0].Kernel.RowsPerUnit());
        foreach (BandStage stage in plan.Then)
        {
            Assert.Equal(plan.Bands, stage.Kernel.Units);
            Assert.Equal(BufferKind.Band, stage.Input.Buffer.Kind);
            var (convolution, input, rows) = stage.Kernel.Convolution();
            for (int band = 0; band < plan.Bands; band++)
            {
                int first = band * rows * convolution.Stride[1] - convolution.Padding[1];
                int last = ((band + 1) * rows - 1) * convolution.Stride[1] - convolution.Padding[1]
                    + convolution.Dilation[1] * (convolution.Kernel[1] - 1);
                Assert.Equal(first, stage.Input.FirstRow + band * stage.Input.Advance);
                Assert.Equal(last, first + stage.Input.Rows - 1);
            }
            Assert.True(stage.Input.Floats >= (long)stage.Input.Rows * stage.Input.RowFloats && stage.Input.Floats % Widest == 0);
            Assert.Equal(input.RowStride, stage.Input.RowFloats);
        }
        Assert.Equal([.. Enumerable.Range(0, plan.Then.Count)], plan.Then.Select(stage => stage.Input.Buffer.Binding));
        Assert.True(plan.PartsOffset >= BandPlan.HeaderFloats + plan.Then.Sum(stage => stage.Input.Floats) + WorkspacePlanner.Slack);
        Assert.All(plan.Parts, part => Assert.Equal(plan.PartsOffset, part.ScratchOffset));
        Assert.All(plan.Parts, part => Assert.True(part.ScratchOffset + part.ScratchFloats <= plan.ScratchFloats));
    }

    private static View Output(this CpuKernelPlan kernel) => kernel is DepthwisePlan plan ? plan.Output : ((ConvolutionPlan)kernel).Output;

    private static int RowsPerUnit(this CpuKernelPlan kernel) => kernel.Convolution().Rows;

    private static (PackedConvolution Convolution, View Input, int Rows) Convolution(this CpuKernelPlan kernel) => kernel switch
    {
        DepthwisePlan plan => (plan.Convolution, plan.Input, plan.RowsPerBlock),
        ConvolutionPlan plan => (plan.Convolution, plan.Input, plan.Blocking.RowsPerBlock),
        _ => throw new NotSupportedException(kernel.GetType().Name),
    };

    /// <summary>Weights, biases and vectors lie apart, on cache lines, each with its padding.</summary>
    private static void Weights(WeightLayout layout)
    {
        var ranges = new List<(long Start, long Floats)>();
        foreach (PackedWeights weights in layout.Convolutions)
        {
            int groups = weights.Convolution.Groups;
            Assert.InRange(weights.PaddedOutputs - weights.Outputs, 0, layout.Set.Lanes - 1 + (weights.IsDepthwise ? Widest : 0));
            Assert.Equal(weights.PaddedOutputs, weights.FullPanelsPerGroup * weights.PanelChannels + weights.TailChannels);
            Assert.True(weights.TailVectors < weights.PanelVectors);
            long bytes = weights.IsDepthwise ? (long)weights.Convolution.Taps * 4 * ((weights.Convolution.Outputs + 15) / 16 * 16)
                : (long)weights.Depth * weights.PaddedOutputs * groups * (weights.IsNarrow ? 2 : 4);
            Assert.Equal(bytes, weights.Floats * 4);
            ranges.Add((weights.Offset, weights.Floats));
            ranges.Add((weights.BiasOffset, weights.IsDepthwise ? (weights.Convolution.Outputs + 15) / 16 * 16
                : (long)weights.PaddedOutputs * groups));
        }
        foreach (ChannelVectors vectors in layout.Vectors)
        {
            long padded = (vectors.Channels + 15) / 16 * 16;
            if (vectors is SlopeVector slopes) ranges.Add((slopes.Offset, padded));
            if (vectors is ParameterVector parameter) ranges.Add((parameter.Offset, padded));
            if (vectors is NormVectors norm) ranges.AddRange([(norm.ScaleOffset, padded), (norm.ShiftOffset, padded)]);
        }
        long end = 0;
        foreach (var (start, floats) in ranges.Order())
        {
            Assert.Equal(0, start % Widest);
            Assert.InRange(start - end, 0, Widest - 1);
            end = start + floats;
        }
        Assert.InRange(layout.Floats - end, 0, Widest - 1);
    }
}
