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
            string name = AddTile(context, plan, lanes);
            writer.Open($"for (int c = 0; c < {full}; c += {lanes})");
            writer.Line(Call(plan, epilogue, name, " + c"));
            writer.Close();
        }
        if (full < channels)
        {
            string name = AddTile(context, plan, channels - full);
            writer.Line(Call(plan, epilogue, name, KernelText.Offset(full)));
        }
        writer.Close();
        if (plan.Squeeze is not null) writer.Close();
        KernelText.CloseKernel(writer);
    }

    private static string Call(DepthwisePlan plan, EpilogueEmitter epilogue, string name, string channel)
    {
        var arguments = new List<string> { "x" + channel, "weights" + channel, "y" + channel, "biases" + channel };
        foreach (EpiloguePointer pointer in epilogue.Pointers) arguments.Add((pointer.View is null ? pointer.Name : pointer.Name + "Row") + channel);
        if (plan.Squeeze is not null) arguments.Add("sums" + channel);
        return $"{name}({string.Join(", ", arguments)});";
    }

    private static string AddTile(CpuContext context, DepthwisePlan plan, int stored)
    {
        PackedConvolution convolution = plan.Convolution;
        VectorCode code = context.Code;
        EpilogueEmitter epilogue = context.Epilogue(plan.Epilogue, plan.Output);
        var writer = new CodeWriter();
        string kernel = string.Join("x", convolution.Kernel.Skip(convolution.Kernel[0] > 1 ? 0 : 1));
        string partial = stored == code.Set.Lanes ? "" : $", {stored} of them stored";
        writer.Line($"/// <summary>A row of a {kernel} depthwise convolution, {code.Set.Lanes} channels{partial}, in tiles of {string.Join(" and ", plan.Split.Parts.Select(part => part.Pixels))} pixels.</summary>");
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        if (epilogue.IsLong) writer.Line("[SkipLocalsInit]");
        string parameters = string.Concat(epilogue.Pointers.Select(pointer => $", float* {pointer.Name}")) + (plan.Squeeze is null ? "" : ", float* sums");
        writer.Open($"private static void {TileLibrary.Placeholder}(float* a, float* b, float* y, float* bias{parameters})");
        writer.Open("unchecked");
        if (epilogue.IsLong) writer.Line($"float* scratch = stackalloc float[{plan.Split.Large * code.Set.Lanes}];");
        foreach (var (pixels, count) in plan.Split.Parts) EmitTiles(writer, code, plan, epilogue, pixels, count, stored);
        writer.Close();
        writer.Close();
        return context.Tiles.Add($"Depthwise{kernel}_{plan.Split.Large}x{code.Set.Lanes}_C{plan.Output.Channels}", writer.ToString());
    }

    private static void EmitTiles(CodeWriter writer, VectorCode code, DepthwisePlan plan, EpilogueEmitter epilogue, int pixels, int count, int stored)
    {
        PackedConvolution convolution = plan.Convolution;
        int lanes = code.Set.Lanes, padded = PackedWeights.PaddedTo16(plan.Output.Channels), columns = convolution.Kernel[2];
        if (count > 1) writer.Open($"for (int tile = 0; tile < {count}; tile++)");
        else writer.Open("");
        writer.Line($"{code.Type} c0 = {code.Load("bias")};");
        if (pixels > 1) writer.Line(code.Type + " " + string.Join(", ", Enumerable.Range(1, pixels - 1).Select(m => $"c{m} = c0")) + ";");
        writer.Line("float* x = a, w = b;");
        var loops = new List<(string Name, int Count, long Stride)>
        {
            ("frames", convolution.Kernel[0], (long)convolution.Dilation[0] * plan.Input.PlaneStride),
            ("rows", convolution.Kernel[1], (long)convolution.Dilation[1] * plan.Input.RowStride),
        };
        loops.RemoveAll(loop => loop.Count == 1);
        foreach (var (name, loopCount, stride) in loops)
        {
            writer.Line($"float* {name}End = x + {loopCount * stride};");
            writer.Open("do");
        }
        for (int kx = 0; kx < columns; kx++) writer.Line($"{code.Type} w{kx} = {code.Load("w" + KernelText.Offset((long)kx * padded))};");
        // Each column of the input is loaded once and used by every pixel that it belongs to.
        var uses = Enumerable.Range(0, pixels)
            .SelectMany(m => Enumerable.Range(0, columns).Select(kx => (Column: m * convolution.Stride[2] + kx * convolution.Dilation[2], m, kx)))
            .GroupBy(use => use.Column).OrderBy(group => group.Key);
        foreach (var column in uses)
        {
            writer.Line($"{code.Type} x{column.Key} = {code.Load("x" + KernelText.Offset((long)column.Key * plan.Input.PixelStride))};");
            foreach (var (_, m, kx) in column) writer.Line($"c{m} = {code.MultiplyAdd($"x{column.Key}", $"w{kx}", $"c{m}")};");
        }
        writer.Line($"w += {columns * padded};");
        long advanced = 0;
        for (int i = loops.Count - 1; i >= 0; i--)
        {
            var (name, loopCount, stride) = loops[i];
            if (stride != advanced) writer.Line($"x += {stride - advanced};");
            writer.Close($" while (x < {name}End);");
            advanced = loopCount * stride;
        }
        EmitEpilogue(writer, code, plan, epilogue, pixels, stored);
        writer.Line($"a += {(long)pixels * convolution.Stride[2] * plan.Input.PixelStride};");
        writer.Line($"y += {(long)pixels * plan.Output.PixelStride};");
        foreach (EpiloguePointer pointer in epilogue.Pointers.Where(pointer => pointer.View is not null))
            writer.Line($"{pointer.Name} += {(long)pixels * pointer.View!.PixelStride};");
        writer.Close();
    }

    private static void EmitEpilogue(CodeWriter writer, VectorCode code, DepthwisePlan plan, EpilogueEmitter epilogue, int pixels, int stored)
    {
        int lanes = code.Set.Lanes;
        if (plan.Squeeze is not null) writer.Line($"{code.Type} z = {code.Load("sums")};");
        if (epilogue.IsLong)
        {
            writer.Comment("The tile is put aside: its epilogue needs the registers.");
            for (int m = 0; m < pixels; m++) writer.Line($"c{m}.Store(scratch{KernelText.Offset(m * lanes)});");
            var rows = epilogue.Pointers.Where(pointer => pointer.View is not null).ToList();
            writer.Line($"float* t = scratch, o = y{string.Concat(rows.Select(pointer => $", {pointer.Name}_ = {pointer.Name}"))};");
            writer.Open($"for (int m = 0; m < {pixels}; m++)");
            writer.Line($"{code.Type} v = {code.Load("t")};");
            foreach (string line in epilogue.Apply("v", _ => "_", "")) writer.Line(line);
            if (plan.Squeeze is not null) writer.Line("z += v;");
            foreach (string line in code.Store("v", "o", stored)) writer.Line(line);
            writer.Line($"t += {lanes};");
            writer.Line($"o += {plan.Output.PixelStride};");
            foreach (EpiloguePointer pointer in rows) writer.Line($"{pointer.Name}_ += {pointer.View!.PixelStride};");
            writer.Close();
        }
        else
        {
            for (int m = 0; m < pixels; m++)
            {
                int pixel = m;
                foreach (string line in epilogue.Apply($"c{m}", view => KernelText.Offset((long)pixel * view.PixelStride), "")) writer.Line(line);
                foreach (string line in code.Store($"c{m}", "y" + KernelText.Offset(m * (long)plan.Output.PixelStride), stored)) writer.Line(line);
                if (plan.Squeeze is not null) writer.Line($"z += c{m};");
            }
        }
        if (plan.Squeeze is not null) writer.Line("z.Store(sums);");
    }
}
