using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>A kind of panel: its width in vectors, how many of its channels are real, and how many such panels the microkernel goes through
/// side by side.</summary>
public sealed record Panel(int Vectors, int Channels, int Count = 1)
{
    /// <summary>Vectors of results of one pixel.</summary>
    public int AllVectors => Vectors * Count;
}

/// <summary>
/// Prints the microkernel of a convolution: MR pixels × NR channels in registers. The tile and the epilogue are unrolled; distances and
/// loop counts are parameters, so that layers of different size share one microkernel, which keeps the text and its compile time short.
/// </summary>
public static class ConvolutionTile
{
    /// <summary>Pixels that share a base pointer: the second and third are reached with one and two steps as the index.</summary>
    private const int PixelsPerBase = 3;

    private const int FloatsPerLine = 16;

    private const int NarrowPerLine = 32;

    /// <summary>The distances and counts that the microkernel takes, in the order of its parameters.</summary>
    public static IEnumerable<(string Name, long Value)> Sizes(ConvolutionPlan plan, EpilogueEmitter epilogue)
    {
        yield return ("step", (long)plan.Convolution.Stride[2] * plan.Input.PixelStride);
        yield return ("outStep", plan.Output.PixelStride);
        foreach (EpiloguePointer pointer in epilogue.Pointers.Where(pointer => pointer.View is not null))
            yield return (pointer.Name + "Step", pointer.View!.PixelStride);
        yield return ("run", ConvolutionPlanner.RunLength(plan.Convolution, plan.Input));
        foreach (var size in TapLoop.Sizes(TapLoops(plan), ConvolutionPlanner.RunLength(plan.Convolution, plan.Input))) yield return size;
    }

    /// <summary>The arguments with which a tile fetches its share of the next panel; none where the plan does not say so.</summary>
    /// <param name="start">The expression for the first weight that this call fetches.</param>
    public static IEnumerable<string> Next(ConvolutionPlan plan, string start) =>
        plan.Prefetching.Next ? [$"next: {start}"] : [];

    /// <summary>Prints the microkernel for so many pixels, unless there is one already, and returns its name.</summary>
    public static string Add(CpuContext context, ConvolutionPlan plan, EpilogueEmitter epilogue, Panel panel, int pixels)
    {
        VectorCode code = context.Code;
        int lanes = context.Set.Lanes, vectors = panel.AllVectors, width = vectors * lanes;
        bool isPartial = panel.Channels < panel.Vectors * lanes;
        var writer = new CodeWriter();
        var accumulators = Enumerable.Range(0, pixels).SelectMany(m => Enumerable.Range(0, vectors).Select(n => $"c{m}_{n}"));
        var sums = new ChunkedSums(context, writer, plan.HasLongSums, [.. accumulators]);

        string stored = isPartial ? $", of which {panel.Channels} are stored" : "";
        string then = plan.Epilogue.Count == 0 ? "" : $", then {string.Join(", ", plan.Epilogue.Select(step => step.Operation.Kind))}";
        writer.Line(
            $"/// <summary>Tiles of {pixels} pixel{(pixels == 1 ? "" : "s")} × {width} " +
            $"channels{stored}{(panel.Count == 1 ? "" : $", of {panel.Count} panels")}{then}.</summary>");
        writer.Line(KernelText.FullyOptimised);
        if (epilogue.IsLong || plan.HasLongSums) writer.Line("[@SkipLocalsInit]");
        var parameters = new List<string> { "float* a", $"{KernelText.WeightType(plan.Panels.ReadsNarrow)}* b", "float* y", "float* bias" };
        parameters.AddRange(epilogue.Pointers.Select(pointer => $"float* {pointer.Name}"));
        if (plan.Squeeze is { } squeeze) parameters.Add($"{SqueezeSum.Type(squeeze)}* sums");
        parameters.Add("int tiles");
        if (panel.Count > 1) parameters.Add("nint panelStep");
        if (plan.Prefetching.Next) parameters.Add($"{KernelText.WeightType(plan.Panels.ReadsNarrow)}* next");
        parameters.AddRange(Sizes(plan, epilogue).Select(size => $"nint {size.Name}"));
        writer.Open($"private static void {TileLibrary.Placeholder}({string.Join(", ", parameters)})");
        writer.Open("unchecked");
        if (epilogue.IsLong) writer.Line($"float* scratch = stackalloc float[{pixels * width}];");
        sums.Declare();
        bool pairs = PixelPairs.Apply(code, plan, panel, pixels);
        if (pairs) writer.Comment("Two pixels share their last vector, which would be half empty.");
        if (pairs) writer.Line(PixelPairs.Mask);
        writer.Open("do");

        writer.Comment("The accumulators start at the bias.");
        for (int n = 0; n < vectors; n++)
        {
            string bias = "bias" + KernelText.Offset(n * lanes);
            writer.Line($"{code.Type} c0_{n} = {(pairs && n == vectors - 1 ? PixelPairs.LoadTwice(bias) : code.Load(bias))};");
        }
        for (int m = 1; m < pixels; m++)
        {
            int own = pairs && m % 2 == 1 ? vectors - 1 : vectors;
            writer.Line(code.Type + " " + string.Join(", ", Enumerable.Range(0, own).Select(n => $"c{m}_{n} = c0_{n}")) + ";");
        }
        EmitPrefetch(writer, code, plan, epilogue, pixels, width);
        sums.Start();
        if (!plan.Convolution.IsConstant) EmitTaps(writer, code, plan, panel, pixels, sums);
        sums.Finish();

        if (epilogue.IsLong) EmitLongEpilogue(writer, context, plan, epilogue, panel, pixels);
        else EmitShortEpilogue(writer, code, plan, epilogue, panel, pixels);

        writer.Line($"a += {Times(pixels, "step")};");
        writer.Close(" while (--tiles > 0);");
        writer.Close();
        writer.Close();

        string loops = string.Concat(TapLoops(plan).Select(loop => char.ToUpperInvariant(loop.Name[0])));
        string name = $"Tile{pixels}x{(panel.Count == 1 ? "" : panel.Count + "x")}{panel.Vectors * lanes}"
            + (loops.Length > 0 ? "_" + loops : "")
            + string.Concat(plan.Epilogue.Select(step => "_" + step.Operation.Kind))
            + (plan.Prefetching.Next ? $"_Next{plan.NextPerIteration(width)}" : plan.Prefetching.Ahead > 0 ? "_Ahead" : "")
            + (plan.HasLongSums ? "_Long" : "") + (plan.Convolution.IsConstant ? "_NoTaps" : "")
            + SqueezeSum.Suffix(plan.Squeeze)
            + (isPartial ? "_Store" + panel.Channels : "");
        return context.Tiles.Add(name, writer.ToString());
    }

    /// <summary>
    /// Asks for the memory that the epilogue will read and write. It lies a pixel apart, which no hardware prefetcher follows, and would
    /// otherwise be waited for once the multiply-adds are done. The last pixel comes first: on the epilogue's own way through the pixels,
    /// the JIT would see the same pointers twice and keep them all on the stack.
    /// </summary>
    private static void EmitPrefetch(CodeWriter writer, VectorCode code, ConvolutionPlan plan, EpilogueEmitter epilogue, int pixels,
        int width)
    {
        if (code.Set == InstructionSet.Portable || plan.Convolution.IsConstant) return;
        var streams = epilogue.Pointers.Where(pointer => pointer.View is not null)
            .Select(pointer => (pointer.Name, Step: pointer.Name + "Step", Width: pointer.IsOneNumber ? 1 : width)).ToList();
        if (plan.Prefetching.Output) streams.Insert(0, (Name: "y", Step: "outStep", Width: width));
        if (streams.Count == 0) return;
        writer.Comment("The epilogue's memory is fetched while the products are summed.");
        foreach (var (name, step, floats) in streams)
        {
            writer.Line($"float* {name}Next = {name}{(pixels > 1 ? " + " + Times(pixels - 1, step) : "")};");
            for (int m = pixels - 1; m >= 0; m--)
            {
                for (int line = 0; line < floats; line += FloatsPerLine)
                    writer.Line($"Sse.Prefetch0({name}Next{KernelText.Offset(line)});");
                if (m > 0) writer.Line($"{name}Next -= {step};");
            }
        }
    }

    private static int WeightsPerLine(ConvolutionPlan plan) => plan.Panels.ReadsNarrow ? NarrowPerLine : FloatsPerLine;

    /// <summary>Cache lines that a tile fetches of the next panel in one iteration of the innermost loop; mostly one, again and
    /// again.</summary>
    private static int NextLines(ConvolutionPlan plan, int channels) =>
        (plan.NextPerIteration(channels) + WeightsPerLine(plan) - 1) / WeightsPerLine(plan);

    private static IReadOnlyList<TapLoop> TapLoops(ConvolutionPlan plan) =>
        TapLoop.Of(plan.Convolution, plan.Input, overColumns: !ConvolutionPlanner.HasRowRun(plan.Convolution, plan.Input));

    /// <summary>The loops over the kernel's taps and over k. What lies together in memory is one run.</summary>
    private static void EmitTaps(CodeWriter writer, VectorCode code, ConvolutionPlan plan, Panel panel, int pixels, ChunkedSums sums)
    {
        int lanes = code.Set.Lanes, vectors = panel.AllVectors, width = panel.Vectors * lanes;
        var bases = Enumerable.Range(0, (pixels + PixelsPerBase - 1) / PixelsPerBase).Select(i => $"x{i * PixelsPerBase}").ToList();
        writer.Comment(bases.Count > 1
            ? $"Each pointer reaches {PixelsPerBase} pixels: its own, and those one and two steps on."
            : "The pixels lie a step apart.");
        var panels = Enumerable.Range(0, panel.Count).Select(p => p == 0 ? "w" : $"w{p}").ToList();
        writer.Line(
            $"{KernelText.WeightType(plan.Panels.ReadsNarrow)}* w = " +
            $"b{string.Concat(panels.Skip(1).Select((w, p) => $", {w} = b + {Times(p + 1, "panelStep")}"))};");
        writer.Line("float* x0 = a;");
        for (int i = 1; i < bases.Count; i++) writer.Line($"float* {bases[i]} = {bases[i - 1]} + {PixelsPerBase} * step;");
        bool pairs = PixelPairs.Apply(code, plan, panel, pixels);
        var loops = TapLoops(plan);
        if (pixels > 2) writer.Line("nint step2 = 2 * step;");
        foreach (TapLoop loop in loops)
        {
            writer.Line($"float* {loop.Name}End = x0 + {loop.Name}Span;");
            writer.Open("do");
        }
        writer.Comment($"One step over k: {vectors} vectors of weights, times one value of each pixel.");
        writer.Line("float* runEnd = x0 + run;");
        string end = sums.OpenChunk("x0", "runEnd", "1");
        writer.Open("do");
        if (plan.Prefetching.Next)
        {
            for (int line = 0; line < NextLines(plan, width); line++)
                writer.Line($"Sse.Prefetch1(next{KernelText.Offset(line * WeightsPerLine(plan))});");
            // Not a parameter: the loops of the largest tiles have no register left.
            writer.Line($"next += {plan.NextPerIteration(width)};");
        }
        else if (plan.Prefetching.Ahead > 0 && code.Set != InstructionSet.Portable)
            for (int line = 0; line < plan.Panels.Unroll * width; line += WeightsPerLine(plan))
                writer.Line($"Sse.Prefetch0(w{KernelText.Offset(plan.Prefetching.Ahead + line)});");
        for (int u = 0; u < plan.Panels.Unroll; u++)
        {
            string suffix = u == 0 ? "" : $"_{u}";
            // What is used once is an operand in memory; a register of its own would be one too many for the widest tiles.
            TileWeights[] weights = [.. panels
                .SelectMany(w => TileWeights.Of(code, plan.Panels.ReadsNarrow, w, panel.Vectors, u * width, suffix))];
            for (int n = 0; n < vectors && pixels > 1; n++)
            {
                if (weights[n].Pair is { } pair) writer.Line(pair);
                string value = pairs && n == vectors - 1
                    ? PixelPairs.LoadTwice("w" + KernelText.Offset(u * width + n * lanes))
                    : weights[n].Value;
                writer.Line($"{code.Type} b{n}{suffix} = {value};");
                weights[n] = new TileWeights(null, $"b{n}{suffix}");
            }
            for (int m = 0; m < pixels; m++)
            {
                string pixel = code.Broadcast(Pixel(m, u));
                if (vectors > 1)
                {
                    writer.Line($"{code.Type} a{m}{suffix} = {pixel};");
                    pixel = $"a{m}{suffix}";
                }
                int own = pairs && (m % 2 == 1 || m + 1 < pixels) ? vectors - 1 : vectors;
                for (int n = 0; n < own; n++)
                {
                    if (weights[n].Pair is { } pair) writer.Line(pair);
                    writer.Line($"c{m}_{n} = {code.MultiplyAdd(pixel, weights[n].Value, $"c{m}_{n}")};");
                }
                if (!pairs || m % 2 == 0) continue;
                string shared = $"c{m - 1}_{vectors - 1}";
                writer.Line(
                    $"{shared} = {code.MultiplyAdd(PixelPairs.Join($"a{m - 1}{suffix}", pixel), weights[vectors - 1].Value, shared)};");
            }
        }
        writer.Line(string.Concat(bases.Select(x => $"{x} += {plan.Panels.Unroll}; "))
            + string.Join(" ", panels.Select(w => $"{w} += {plan.Panels.Unroll * width};")));
        writer.Close($" while (x0 < {end});");
        sums.CloseChunk("x0", "runEnd");
        foreach (TapLoop loop in loops.Reverse())
        {
            writer.Line(string.Join(" ", bases.Select(x => $"{x} += {loop.Name}Jump;")));
            writer.Close($" while (x0 < {loop.Name}End);");
        }

        static string Pixel(int m, int u) => (m % PixelsPerBase) switch
        {
            0 => $"x{m}[{u}]",
            1 => $"x{m - 1}[step{KernelText.Offset(u)}]",
            _ => $"x{m - 2}[step2{KernelText.Offset(u)}]",
        };
    }

    /// <summary>Takes each accumulator through the epilogue where it is, in its register.</summary>
    private static void EmitShortEpilogue(CodeWriter writer, VectorCode code, ConvolutionPlan plan, EpilogueEmitter epilogue, Panel panel,
        int pixels)
    {
        int lanes = code.Set.Lanes;
        if (!epilogue.IsEmpty)
            writer.Comment("Epilogue, in registers: " + string.Join(", ", plan.Epilogue.Select(step => step.Operation.Kind)) + ".");
        bool pairs = PixelPairs.Apply(code, plan, panel, pixels);
        for (int m = 0; m < pixels; m++)
        {
            if (pairs && m % 2 == 0 && m + 1 < pixels) writer.Line(PixelPairs.Split(m, panel.Vectors - 1));
            for (int n = 0; n < panel.AllVectors; n++)
            {
                foreach (string line in epilogue.Apply($"c{m}_{n}", _ => "", KernelText.Offset(n * lanes))) writer.Line(line);
                foreach (string line in code.Store($"c{m}_{n}", "y" + KernelText.Offset(n * lanes), panel.Count > 1
                    ? lanes
                    : panel.Channels - n * lanes)) writer.Line(line);
            }
            writer.Line(NextPixel(epilogue));
        }
        if (plan.Squeeze is not { } squeeze) return;
        writer.Comment("Sums for the squeeze, pixel after pixel: the same order for every tile size.");
        for (int n = 0; n < panel.AllVectors; n++)
        {
            var sum = new SqueezeSum(writer, code, squeeze.IsWide, $"z{n}");
            sum.Load("sums" + KernelText.Offset(n * lanes));
            for (int m = 0; m < pixels; m++) sum.Add($"c{m}_{n}");
            sum.Store("sums" + KernelText.Offset(n * lanes));
        }
    }

    /// <summary>Puts the tile aside, for an epilogue too long to be repeated for every accumulator.</summary>
    private static void EmitLongEpilogue(CodeWriter writer, CpuContext context, ConvolutionPlan plan, EpilogueEmitter epilogue, Panel panel,
        int pixels)
    {
        int lanes = context.Set.Lanes, width = panel.AllVectors * lanes;
        writer.Comment("The tile is put aside: its epilogue needs the registers.");
        for (int m = 0; m < pixels; m++)
            for (int n = 0; n < panel.AllVectors; n++) writer.Line($"c{m}_{n}.Store(scratch{KernelText.Offset(m * width + n * lanes)});");
        writer.Line(LongEpilogue.Call(context, epilogue, plan.Epilogue, plan.Squeeze, CodeWriter.Number(pixels), width,
            panel.Count > 1 ? width : Math.Min(panel.Channels, width)));
        foreach (string line in NextTile(epilogue, pixels)) writer.Line(line);
    }

    private static IEnumerable<string> NextTile(EpilogueEmitter epilogue, int pixels)
    {
        yield return $"y += {Times(pixels, "outStep")};";
        foreach (EpiloguePointer pointer in epilogue.Pointers.Where(pointer => pointer.View is not null))
            yield return $"{pointer.Name} += {Times(pixels, pointer.Name + "Step")};";
    }

    private static string NextPixel(EpilogueEmitter epilogue) =>
        "y += outStep;" + string.Concat(epilogue.Pointers.Where(pointer => pointer.View is not null)
            .Select(pointer => $" {pointer.Name} += {pointer.Name}Step;"));

    private static string Times(int factor, string text) => factor == 1 ? text : $"{factor} * {text}";
}
