using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>
/// Prints depthwise convolutions: a driver over blocks of channels, rows and vectors, and a microkernel for the tiles of a row. A block is
/// one cache line wide and goes through all rows, so that a line is brought into the first-level cache once for all the rows that read it.
/// </summary>
public static class DepthwiseEmitter
{
    private const int BlockChannels = DepthwisePlan.BlockChannels;

    public static void Emit(CpuContext context, DepthwisePlan plan)
    {
        CodeWriter writer = context.Kernels;
        PackedConvolution convolution = plan.Convolution;
        EpilogueEmitter epilogue = context.Epilogue(plan.Epilogue, plan.Output);
        int lanes = context.Set.Lanes, channels = plan.Output.Channels, full = channels / BlockChannels * BlockChannels;
        int[] padding = [.. convolution.Padding];
        long corner = -((long)padding[0] * plan.Input.PlaneStride + (long)padding[1] * plan.Input.RowStride
            + (long)padding[2] * plan.Input.PixelStride);

        KernelText.OpenKernel(writer, plan);
        writer.Line($"float* input = {KernelText.Base(plan.Input, corner)};");
        writer.Line($"float* output = {KernelText.Base(plan.Output)};");
        writer.Line($"float* weights = {KernelText.Weights(plan.Weights)};");
        writer.Line($"float* biases = {KernelText.Biases(plan.Weights)};");
        foreach (EpiloguePointer pointer in epilogue.Pointers) writer.Line($"float* {pointer.Name} = {pointer.Base};");
        if (plan.Squeeze is { } squeeze)
        {
            writer.Line(SqueezeSum.Declare(squeeze, "sums"));
            int stride = squeeze.Stride * (squeeze.Blocks / plan.Blocks);
            writer.Line(SqueezeSum.Clear(squeeze, $"sums + first * {stride}", $"(last - first) * {stride}"));
        }
        writer.Line($"float* filters = {KernelText.Scratch(plan)};");
        if (epilogue.IsLong) writer.Line($"float* scratch = {KernelText.Scratch(plan, plan.FilterFloats)};");
        if (full > 0)
        {
            bool loop = full > BlockChannels;
            if (loop) writer.Open($"for (int c = 0; c < {full}; c += {BlockChannels})");
            bool fetchesNext = loop && plan.FetchesNextBlock && context.Set != InstructionSet.Portable;
            EmitRows(context, plan, epilogue, lanes, BlockChannels / lanes, loop ? " + c" : "", fetchesNext);
            if (loop) writer.Close();
        }
        int vectors = (channels - full) / lanes;
        if (vectors > 0) EmitRows(context, plan, epilogue, lanes, vectors, KernelText.Offset(full));
        full += vectors * lanes;
        if (full < channels) EmitRows(context, plan, epilogue, channels - full, 1, KernelText.Offset(full));
        KernelText.CloseKernel(writer);
    }

    /// <summary>The loops that take a block of channels through all rows.</summary>
    private static void EmitRows(CpuContext context, DepthwisePlan plan, EpilogueEmitter epilogue, int stored, int vectors, string channel,
        bool fetchesNext = false)
    {
        CodeWriter writer = context.Kernels;
        VectorCode code = context.Code;
        PackedConvolution convolution = plan.Convolution;
        int lanes = code.Set.Lanes, taps = convolution.Taps, perFrame = KernelText.RowsPerFrame(plan.Output),
        tapStep = PackedWeights.PaddedTo16(plan.Output.Channels);
        string Row(View view, int frameStep = 1, int rowStep = 1) => KernelText.RowOffset(view, "row", perFrame, frameStep, rowStep);

        writer.Comment("For each vector its biases and then its filters, tap after tap.");
        writer.Open("");
        writer.Line("float* filter = filters;");
        writer.Open($"for (int n = 0; n < {vectors * lanes}; n += {lanes})");
        writer.Line($"{code.Load($"biases{channel} + n")}.Store(filter);");
        writer.Line($"for (int tap = 0; tap < {taps}; tap++) " +
            $"{code.Load($"weights{channel} + n + tap * {tapStep}")}.Store(filter + (tap + 1) * {lanes});");
        writer.Line($"filter += {(taps + 1) * lanes};");
        writer.Close();
        writer.Close();
        if (fetchesNext) DepthwiseFetch.EmitFilters(writer, plan, channel);
        writer.Open($"for (int row = first * {plan.RowsPerBlock}; row < last * {plan.RowsPerBlock}; row++)");
        writer.Line($"float* inputRow = input + {Row(plan.Input, convolution.Stride[0], convolution.Stride[1])}{channel};");
        writer.Line($"float* outputRow = output + {Row(plan.Output)}{channel};");
        if (fetchesNext) DepthwiseFetch.EmitPixels(writer, plan);
        foreach (EpiloguePointer pointer in epilogue.Pointers)
            writer.Line($"float* {pointer.Name}Row = {pointer.Name}{(pointer.View is { } view ? " + " + Row(view) : "")}"
                + $"{pointer.Channel(channel)};");
        if (plan.Squeeze is { } squeeze)
        {
            int rows = plan.Output.Rows / squeeze.Blocks;
            string block = rows == 1 ? "row" : $"row / {rows}";
            writer.Line($"{SqueezeSum.Type(squeeze)}* sumsRow = sums + {block} * {squeeze.Stride}{channel};");
        }
        writer.Line("float* filter = filters;");
        string next = vectors > 1 ? " + n" : "";
        if (vectors > 1) writer.Open($"for (int n = 0; n < {vectors * lanes}; n += {lanes}, filter += {(taps + 1) * lanes})");
        EmitCalls(context, plan, epilogue, stored, next);
        if (vectors > 1) writer.Close();
        writer.Close();
    }

    /// <summary>The calls for the tiles of a row, one for each size. A long epilogue follows when the row has been put aside.</summary>
    private static void EmitCalls(CpuContext context, DepthwisePlan plan, EpilogueEmitter epilogue, int stored, string channel)
    {
        CodeWriter writer = context.Kernels;
        int lanes = context.Set.Lanes, done = 0;
        if (epilogue.IsLong && plan.PixelsAside < plan.Output.Width)
        {
            EmitParts(context, plan, epilogue, stored, channel);
            return;
        }
        foreach (var (pixels, count) in plan.Split.Parts)
        {
            List<string> arguments =
            [
                KernelText.Plus("inputRow" + channel, (long)done * plan.Convolution.Stride[2] * plan.Input.PixelStride),
                "filter",
            ];
            if (epilogue.IsLong) arguments.Add(KernelText.Plus("scratch", done * lanes));
            else
            {
                arguments.Add(KernelText.Plus("outputRow" + channel, (long)done * plan.Output.PixelStride));
                foreach (EpiloguePointer pointer in epilogue.Pointers)
                    arguments.Add(KernelText.Plus($"{pointer.Name}Row{pointer.Channel(channel)}", pointer.View is null
                        ? 0
                        : (long)done * pointer.View.PixelStride));
                if (plan.Squeeze is not null) arguments.Add("sumsRow" + channel);
            }
            writer.Line(TileCall(context, plan, epilogue, pixels, stored, arguments, CodeWriter.Number(count)));
            done += pixels * count;
        }
        if (epilogue.IsLong)
            writer.Line(EpilogueCall(context, plan, epilogue, stored, CodeWriter.Number(done), channel, (row, _) => row));
    }

    /// <summary>The same for a row too long to be put aside: tile by tile, as many as have room, and their epilogue.</summary>
    private static void EmitParts(CpuContext context, DepthwisePlan plan, EpilogueEmitter epilogue, int stored, string channel)
    {
        CodeWriter writer = context.Kernels;
        long done = 0;
        foreach (var (pixels, count) in plan.Split.Parts)
        {
            int atOnce = Math.Max(1, plan.PixelsAside / pixels);
            long start = done;
            string At(string name, long step) =>
                KernelText.Plus(name, start * step) + $" + {KernelText.Times("tile", pixels * step)}";
            writer.Comment("A part of the row is put aside at a time.");
            writer.Open($"for (int tile = 0; tile < {count}; tile += {atOnce})");
            writer.Line($"int tiles = Math.Min({atOnce}, {count} - tile);");
            string input = At("inputRow" + channel, (long)plan.Convolution.Stride[2] * plan.Input.PixelStride);
            writer.Line(TileCall(context, plan, epilogue, pixels, stored, [input, "filter", "scratch"], "tiles"));
            writer.Line(EpilogueCall(context, plan, epilogue, stored, KernelText.Times("tiles", pixels), channel,
                (row, view) => view is null ? row : At(row, view.PixelStride)));
            writer.Close();
            done += (long)pixels * count;
        }
    }

    private static string TileCall(
        CpuContext context, DepthwisePlan plan, EpilogueEmitter epilogue, int pixels, int stored, IEnumerable<string> pointers,
        string tiles)
    {
        string name = AddTile(context, plan, epilogue, pixels, epilogue.IsLong ? context.Set.Lanes : stored);
        var sizes = Sizes(plan, epilogue).Select(size => $"{size.Name}: {KernelText.Native(size.Value)}");
        return $"{name}({string.Join(", ", [.. pointers, $"tiles: {tiles}", .. sizes])});";
    }

    /// <param name="pointer">The place of a value by the pointer to its row and, where it moves with the pixels, its view.</param>
    private static string EpilogueCall(
        CpuContext context, DepthwisePlan plan, EpilogueEmitter epilogue, int stored, string pixels, string channel,
        Func<string, View?, string> pointer)
    {
        EpiloguePointer? Own(string name) => epilogue.Pointers.FirstOrDefault(other => other.Name == name);
        View? Walked(string name) => name == "y" ? plan.Output : Own(name)?.View;
        string Row(string name) => name == "y" ? "outputRow" + channel : $"{name}Row{Own(name)?.Channel(channel) ?? channel}";
        return LongEpilogue.Call(context, epilogue, plan.Epilogue, plan.Squeeze, pixels, context.Set.Lanes, stored,
            name => pointer(Row(name), Walked(name)), name => CodeWriter.Number(Walked(name)!.PixelStride));
    }

    /// <summary>The distances that the microkernel takes, in the order of its parameters.</summary>
    private static IEnumerable<(string Name, long Value)> Sizes(DepthwisePlan plan, EpilogueEmitter epilogue)
    {
        yield return ("step", plan.Input.PixelStride);
        yield return ("outStep", epilogue.IsLong ? plan.Weights.Lanes : plan.Output.PixelStride);
        if (!epilogue.IsLong)
            foreach (EpiloguePointer pointer in epilogue.Pointers.Where(pointer => pointer.View is not null))
                yield return (pointer.Name + "Step", pointer.View!.PixelStride);
        foreach (var size in TapLoop.Sizes(TapLoops(plan), 0)) yield return size;
    }

    private static IReadOnlyList<TapLoop> TapLoops(DepthwisePlan plan) =>
        TapLoop.Of(plan.Convolution, plan.Input, overColumns: plan.UnrolledColumns < plan.Convolution.Kernel[2]);

    /// <summary>Prints the microkernel: a tile of pixels, one vector of channels wide. Distances are parameters, so that layers share
    /// it.</summary>
    private static string AddTile(CpuContext context, DepthwisePlan plan, EpilogueEmitter epilogue, int pixels, int stored)
    {
        PackedConvolution convolution = plan.Convolution;
        VectorCode code = context.Code;
        int lanes = code.Set.Lanes, stride = convolution.Stride[2];
        bool hasEpilogue = !epilogue.IsLong && plan.Epilogue.Count > 0;
        SqueezeSums? squeeze = epilogue.IsLong ? null : plan.Squeeze;
        var writer = new CodeWriter();
        string partial = stored == lanes ? "" : $", of which {stored} are stored";
        string then = hasEpilogue ? $", then {string.Join(", ", plan.Epilogue.Select(step => step.Operation.Kind))}" : "";
        writer.Line($"/// <summary>Depthwise: tiles of {pixels} pixels × {lanes} channels{partial}{then}.</summary>");
        writer.Line(KernelText.FullyOptimised);
        var sums = new ChunkedSums(context, writer, plan.HasLongSums, [.. Enumerable.Range(0, pixels).Select(m => $"c{m}")]);
        if (plan.HasLongSums) writer.Line("[@SkipLocalsInit]");
        var parameters = new List<string> { "float* a", "float* b", "float* y" };
        if (hasEpilogue) parameters.AddRange(epilogue.Pointers.Select(pointer => $"float* {pointer.Name}"));
        if (squeeze is not null) parameters.Add($"{SqueezeSum.Type(squeeze)}* sums");
        parameters.Add("int tiles");
        parameters.AddRange(Sizes(plan, epilogue).Select(size => $"nint {size.Name}"));
        writer.Open($"private static void {TileLibrary.Placeholder}({string.Join(", ", parameters)})");
        writer.Open("unchecked");
        sums.Declare();
        writer.Open("do");
        EmitTaps(writer, code, plan, pixels, sums);
        sums.Finish();
        if (epilogue.IsLong)
        {
            for (int m = 0; m < pixels; m++) writer.Line($"c{m}.Store(y{KernelText.Offset(m * lanes)});");
            writer.Line($"y += {pixels} * outStep;");
        }
        else EmitShortEpilogue(writer, code, plan, epilogue, pixels, stored);
        writer.Line($"a += {(pixels * stride == 1 ? "step" : $"{pixels * stride} * step")};");
        writer.Close(" while (--tiles > 0);");
        writer.Close();
        writer.Close();
        string columns = plan.UnrolledColumns < convolution.Kernel[2] ? "N" : CodeWriter.Number(convolution.Kernel[2]);
        string kernel = string.Join("x",
            [.. convolution.Kernel.Skip(convolution.Kernel[0] > 1 ? 0 : 1).Take(convolution.Kernel[0] > 1 ? 2 : 1), columns]);
        return context.Tiles.Add($"Depthwise{kernel}{(stride > 1 ? $"_Stride{stride}" : "")}_{pixels}x{lanes}"
            + (hasEpilogue ? string.Concat(plan.Epilogue.Select(step => "_" + step.Operation.Kind)) : "")
            + (plan.HasLongSums ? "_Long" : "") + (convolution.IsConstant ? "_NoTaps" : "") + SqueezeSum.Suffix(squeeze),
            writer.ToString());
    }

    /// <summary>The accumulators of a tile: bias, then row after row of the filter.</summary>
    private static void EmitTaps(CodeWriter writer, VectorCode code, DepthwisePlan plan, int pixels, ChunkedSums sums)
    {
        PackedConvolution convolution = plan.Convolution;
        int columns = plan.UnrolledColumns, stride = convolution.Stride[2];
        writer.Comment("The accumulators start at the bias.");
        writer.Line($"{code.Type} c0 = {code.Load("b")};");
        if (pixels > 1) writer.Line(code.Type + " " + string.Join(", ", Enumerable.Range(1, pixels - 1).Select(m => $"c{m} = c0")) + ";");
        if (convolution.IsConstant) return;
        sums.Start();
        writer.Line($"float* line = a, w = b + {code.Set.Lanes};");
        var loops = TapLoops(plan);
        string innerEnd = "";
        foreach (TapLoop loop in loops)
        {
            writer.Line($"float* {loop.Name}End = line + {loop.Name}Span;");
            bool isInner = loop == loops[loops.Count - 1];
            if (isInner) innerEnd = columns > 1 ? loop.Name + "End" : sums.OpenChunk("line", loop.Name + "End", loop.Name + "Jump");
            writer.Open("do");
        }
        writer.Comment(columns < convolution.Kernel[2] ? "A tap of the filter."
            : "A row of the filter; each column of the input is loaded once and used by every pixel that it belongs to.");
        for (int kx = 0; kx < columns; kx++) writer.Line($"{code.Type} w{kx} = {code.Load("w" + KernelText.Offset(kx * code.Set.Lanes))};");
        writer.Line($"w += {columns * code.Set.Lanes};");
        writer.Line("float* x = line;");
        var uses = Enumerable.Range(0, pixels)
            .SelectMany(m => Enumerable.Range(0, columns).Select(kx => (Column: m * stride + kx * convolution.Dilation[2], m, kx)))
            .GroupBy(use => use.Column).OrderBy(group => group.Key);
        int at = 0;
        foreach (var column in uses)
        {
            if (column.Key > at) writer.Line($"x += {(column.Key == at + 1 ? "step" : $"{column.Key - at} * step")};");
            at = column.Key;
            writer.Line($"{code.Type} x{column.Key} = {code.Load("x")};");
            foreach (var (_, m, kx) in column) writer.Line($"c{m} = {code.MultiplyAdd($"x{column.Key}", $"w{kx}", $"c{m}")};");
        }
        if (columns > 1) sums.Fold();
        foreach (TapLoop loop in loops.Reverse())
        {
            bool isInner = loop == loops[loops.Count - 1];
            writer.Line($"line += {loop.Name}Jump;");
            writer.Close($" while (line < {(isInner ? innerEnd : loop.Name + "End")});");
            if (isInner && columns == 1) sums.CloseChunk("line", loop.Name + "End");
        }
    }

    private static void EmitShortEpilogue(CodeWriter writer, VectorCode code, DepthwisePlan plan, EpilogueEmitter epilogue, int pixels,
        int stored)
    {
        string next = "y += outStep;"
            + string.Concat(epilogue.Pointers.Where(pointer => pointer.View is not null)
            .Select(pointer => $" {pointer.Name} += {pointer.Name}Step;"));
        var sum = new SqueezeSum(writer, code, plan.Squeeze?.IsWide == true, "z");
        if (plan.Squeeze is not null) sum.Load("sums");
        for (int m = 0; m < pixels; m++)
        {
            foreach (string line in epilogue.Apply($"c{m}", _ => "", "")) writer.Line(line);
            foreach (string line in code.Store($"c{m}", "y", stored)) writer.Line(line);
            if (plan.Squeeze is not null) sum.Add($"c{m}");
            writer.Line(next);
        }
        if (plan.Squeeze is not null) sum.Store("sums");
    }
}
