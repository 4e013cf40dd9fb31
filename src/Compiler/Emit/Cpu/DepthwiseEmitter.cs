using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>Prints depthwise convolutions: a driver over rows and channels, and a microkernel that walks a row one vector of channels wide.</summary>
public static class DepthwiseEmitter
{
    public static void Emit(CpuContext context, DepthwisePlan plan)
    {
        CodeWriter writer = context.Kernels;
        PackedConvolution convolution = plan.Convolution;
        EpilogueEmitter epilogue = context.Epilogue(plan.Epilogue, plan.Output);
        int lanes = context.Set.Lanes, channels = plan.Output.Channels, full = channels / lanes * lanes;
        int[] padding = [.. convolution.Padding];
        long corner = -((long)padding[0] * plan.Input.PlaneStride + (long)padding[1] * plan.Input.RowStride + (long)padding[2] * plan.Input.PixelStride);
        int perFrame = KernelText.RowsPerFrame(plan.Output);

        KernelText.OpenKernel(writer, plan);
        writer.Line($"float* input = {KernelText.Base(plan.Input, corner)};");
        writer.Line($"float* output = {KernelText.Base(plan.Output)};");
        writer.Line($"float* weights = {KernelText.Weights(plan.Weights.Offset)};");
        writer.Line($"float* biases = {KernelText.Weights(plan.Weights.BiasOffset)};");
        foreach (EpiloguePointer pointer in epilogue.Pointers) writer.Line($"float* {pointer.Name} = {pointer.Base};");
        if (plan.Squeeze is { } squeeze)
        {
            writer.Open("for (int unit = first; unit < last; unit++)");
            writer.Line($"float* sums = {KernelText.Base(squeeze.Sums)} + {KernelText.Times("unit", squeeze.Sums.PixelStride)};");
            writer.Line($"new Span<float>(sums, {squeeze.Sums.PixelStride}).Clear();");
            writer.Open($"for (int row = unit * {plan.RowsPerBlock}; row < (unit + 1) * {plan.RowsPerBlock}; row++)");
        }
        else writer.Open($"for (int row = first * {plan.RowsPerBlock}; row < last * {plan.RowsPerBlock}; row++)");
        writer.Line($"float* x = input + {KernelText.RowOffset(plan.Input, "row", perFrame, convolution.Stride[0], convolution.Stride[1])};");
        writer.Line($"float* y = output + {KernelText.RowOffset(plan.Output, "row", perFrame)};");
        foreach (EpiloguePointer pointer in epilogue.Pointers.Where(pointer => pointer.View is not null))
            writer.Line($"float* {pointer.Name}Row = {pointer.Name} + {KernelText.RowOffset(pointer.View!, "row", perFrame)};");
        if (full > 0)
        {
            writer.Open($"for (int c = 0; c < {full}; c += {lanes})");
            EmitCalls(context, plan, epilogue, lanes, " + c");
            writer.Close();
        }
        if (full < channels) EmitCalls(context, plan, epilogue, channels - full, KernelText.Offset(full));
        writer.Close();
        if (plan.Squeeze is not null) writer.Close();
        KernelText.CloseKernel(writer);
    }

    /// <summary>The calls that walk a row, one for each size of tile.</summary>
    private static void EmitCalls(CpuContext context, DepthwisePlan plan, EpilogueEmitter epilogue, int stored, string channel)
    {
        int done = 0;
        foreach (var (pixels, count) in plan.Split.Parts)
        {
            string name = AddTile(context, plan, epilogue, pixels, stored);
            var arguments = new List<string>
            {
                KernelText.Plus("x" + channel, (long)done * plan.Convolution.Stride[2] * plan.Input.PixelStride), "weights" + channel,
                KernelText.Plus("y" + channel, (long)done * plan.Output.PixelStride), "biases" + channel,
            };
            foreach (EpiloguePointer pointer in epilogue.Pointers)
                arguments.Add(pointer.View is null ? pointer.Name + channel : KernelText.Plus(pointer.Name + "Row" + channel, (long)done * pointer.View.PixelStride));
            if (plan.Squeeze is not null) arguments.Add("sums" + channel);
            arguments.Add($"tiles: {count}");
            arguments.AddRange(Sizes(plan, epilogue).Select(size => $"{size.Name}: {CodeWriter.Number(size.Value)}"));
            context.Kernels.Line($"{name}({string.Join(", ", arguments)});");
            done += pixels * count;
        }
    }

    /// <summary>The distances and counts that the microkernel takes, in the order of its parameters.</summary>
    private static IEnumerable<(string Name, long Value)> Sizes(DepthwisePlan plan, EpilogueEmitter epilogue)
    {
        yield return ("step", plan.Input.PixelStride);
        yield return ("outStep", plan.Output.PixelStride);
        foreach (EpiloguePointer pointer in epilogue.Pointers.Where(pointer => pointer.View is not null))
            yield return (pointer.Name + "Step", pointer.View!.PixelStride);
        yield return ("tapStep", PackedWeights.PaddedTo16(plan.Output.Channels));
        foreach (var size in TapLoop.Sizes(TapLoops(plan), 0)) yield return size;
    }

    /// <summary>The columns of a filter's row are unrolled.</summary>
    private static IReadOnlyList<TapLoop> TapLoops(DepthwisePlan plan) => TapLoop.Of(plan.Convolution, plan.Input, overColumns: false);

    /// <summary>Prints the microkernel: a tile of pixels, one vector of channels wide. Distances are parameters, so that layers share it.</summary>
    private static string AddTile(CpuContext context, DepthwisePlan plan, EpilogueEmitter epilogue, int pixels, int stored)
    {
        PackedConvolution convolution = plan.Convolution;
        VectorCode code = context.Code;
        int columns = convolution.Kernel[2], stride = convolution.Stride[2];
        var writer = new CodeWriter();
        string partial = stored == code.Set.Lanes ? "" : $", of which {stored} are stored";
        string then = plan.Epilogue.Count == 0 ? "" : $", then {string.Join(", ", plan.Epilogue.Select(step => step.Operation.Kind))}";
        writer.Line($"/// <summary>Depthwise: tiles of {pixels} pixels × {code.Set.Lanes} channels{partial}{then}.</summary>");
        writer.Line(KernelText.FullyOptimised);
        if (epilogue.IsLong) writer.Line("[SkipLocalsInit]");
        var parameters = new List<string> { "float* a", "float* b", "float* y", "float* bias" };
        parameters.AddRange(epilogue.Pointers.Select(pointer => $"float* {pointer.Name}"));
        if (plan.Squeeze is not null) parameters.Add("float* sums");
        parameters.Add("int tiles");
        parameters.AddRange(Sizes(plan, epilogue).Select(size => $"nint {size.Name}"));
        writer.Open($"private static void {TileLibrary.Placeholder}({string.Join(", ", parameters)})");
        writer.Open("unchecked");
        if (epilogue.IsLong) writer.Line($"float* scratch = stackalloc float[{pixels * code.Set.Lanes}];");
        writer.Open("do");
        writer.Comment("The accumulators start at the bias.");
        writer.Line($"{code.Type} c0 = {code.Load("bias")};");
        if (pixels > 1) writer.Line(code.Type + " " + string.Join(", ", Enumerable.Range(1, pixels - 1).Select(m => $"c{m} = c0")) + ";");
        writer.Line("float* line = a, w = b;");
        var loops = TapLoops(plan);
        foreach (TapLoop loop in loops)
        {
            writer.Line($"float* {loop.Name}End = line + {loop.Name}Span;");
            writer.Open("do");
        }
        writer.Comment("A row of the filter; each column of the input is loaded once and used by every pixel that it belongs to.");
        for (int kx = 0; kx < columns; kx++)
        {
            writer.Line($"{code.Type} w{kx} = {code.Load("w")};");
            writer.Line("w += tapStep;");
        }
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
        foreach (TapLoop loop in loops.Reverse())
        {
            writer.Line($"line += {loop.Name}Jump;");
            writer.Close($" while (line < {loop.Name}End);");
        }
        EmitEpilogue(writer, context, plan, epilogue, pixels, stored);
        writer.Line($"a += {(pixels * stride == 1 ? "step" : $"{pixels * stride} * step")};");
        writer.Close(" while (--tiles > 0);");
        writer.Close();
        writer.Close();
        string kernel = string.Join("x", convolution.Kernel.Skip(convolution.Kernel[0] > 1 ? 0 : 1));
        return context.Tiles.Add($"Depthwise{kernel}{(stride > 1 ? $"_Stride{stride}" : "")}_{pixels}x{code.Set.Lanes}"
            + string.Concat(plan.Epilogue.Select(step => "_" + step.Operation.Kind)) + (plan.Squeeze is null ? "" : "_Sums"), writer.ToString());
    }

    private static void EmitEpilogue(CodeWriter writer, CpuContext context, DepthwisePlan plan, EpilogueEmitter epilogue, int pixels, int stored)
    {
        VectorCode code = context.Code;
        int lanes = code.Set.Lanes;
        string next = "y += outStep;" + string.Concat(epilogue.Pointers.Where(pointer => pointer.View is not null).Select(pointer => $" {pointer.Name} += {pointer.Name}Step;"));
        if (epilogue.IsLong)
        {
            writer.Comment("The tile is put aside: its epilogue needs the registers.");
            for (int m = 0; m < pixels; m++) writer.Line($"c{m}.Store(scratch{KernelText.Offset(m * lanes)});");
            writer.Line(LongEpilogue.Call(context, epilogue, plan.Epilogue, plan.Squeeze is not null, pixels, lanes, stored));
            writer.Line($"y += {pixels} * outStep;");
            foreach (EpiloguePointer pointer in epilogue.Pointers.Where(pointer => pointer.View is not null))
                writer.Line($"{pointer.Name} += {pixels} * {pointer.Name}Step;");
            return;
        }
        if (plan.Squeeze is not null) writer.Line($"{code.Type} z = {code.Load("sums")};");
        for (int m = 0; m < pixels; m++)
        {
            foreach (string line in epilogue.Apply($"c{m}", _ => "", "")) writer.Line(line);
            foreach (string line in code.Store($"c{m}", "y", stored)) writer.Line(line);
            if (plan.Squeeze is not null) writer.Line($"z += c{m};");
            writer.Line(next);
        }
        if (plan.Squeeze is not null) writer.Line("z.Store(sums);");
    }
}
