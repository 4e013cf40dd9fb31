using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>Prints convolutions: a driver that walks blocks, panels and rows, and a microkernel for each size of tile.</summary>
public static class ConvolutionEmitter
{
    /// <summary>A panel kind: its width in vectors, and how many of its channels are real.</summary>
    private sealed record Panel(int Vectors, int Channels);

    public static void Emit(CpuContext context, ConvolutionPlan plan)
    {
        CodeWriter writer = context.Kernels;
        PackedWeights weights = plan.Weights;
        PackedConvolution convolution = plan.Convolution;
        EpilogueEmitter epilogue = context.Epilogue(plan.Epilogue, plan.Output);
        int[] padding = [.. convolution.Padding];
        long corner = -((long)padding[0] * plan.Input.PlaneStride + (long)padding[1] * plan.Input.RowStride + (long)padding[2] * plan.Input.PixelStride);

        KernelText.OpenKernel(writer, plan);
        writer.Line($"float* input = {KernelText.Base(plan.Input, corner)};");
        writer.Line($"float* output = {KernelText.Base(plan.Output)};");
        writer.Line($"float* weights = {(plan.ScaledWeights is { } scaled ? KernelText.Base(scaled) : KernelText.Weights(weights.Offset))};");
        writer.Line($"float* biases = {KernelText.Weights(weights.BiasOffset)};");
        foreach (EpiloguePointer pointer in epilogue.Pointers) writer.Line($"float* {pointer.Name}Base = {pointer.Base};");
        if (plan.Squeeze is { } squeeze) writer.Line($"float* sumsBase = {KernelText.Base(squeeze.Sums)};");
        OpenUnits(writer, plan, epilogue);

        Panel full = new(weights.PanelVectors, weights.PanelChannels);
        int lastChannels = weights.Outputs - (weights.PanelsPerGroup - 1) * weights.PanelChannels;
        Panel last = new(weights.TailVectors == 0 ? weights.PanelVectors : weights.TailVectors, lastChannels);
        bool hasFull = weights.PanelsPerGroup > 1 || last == full;
        if (!hasFull) EmitRows(context, plan, epilogue, last);
        else if (last == full) EmitRows(context, plan, epilogue, full);
        else
        {
            writer.Open($"if ({(convolution.Groups == 1 ? "panel" : "part")} < {weights.PanelsPerGroup - 1})");
            EmitRows(context, plan, epilogue, full);
            writer.Close();
            writer.Open("else");
            writer.Comment($"The last panel has {last.Channels} channels.");
            EmitRows(context, plan, epilogue, last);
            writer.Close();
        }
        writer.Close();
        writer.Close();
        KernelText.CloseKernel(writer);
    }

    /// <summary>Opens the loops over work items and panels, and sets the pointers of a panel.</summary>
    private static void OpenUnits(CodeWriter writer, ConvolutionPlan plan, EpilogueEmitter epilogue)
    {
        PackedWeights weights = plan.Weights;
        int groups = plan.Convolution.Groups;
        writer.Open("for (int unit = first; unit < last; unit++)");
        string block = "0";
        string from = "0", to = CodeWriter.Number(weights.Panels);
        if (plan.Blocks > 1)
        {
            writer.Line(plan.PanelUnits > 1 ? $"int block = unit / {plan.PanelUnits};" : "int block = unit;");
            block = "block";
        }
        if (plan.PanelUnits > 1)
        {
            writer.Line($"int panelFrom = unit{(plan.Blocks > 1 ? $" % {plan.PanelUnits}" : "")} * {plan.PanelsPerUnit};");
            writer.Line($"int panelTo = Math.Min(panelFrom + {plan.PanelsPerUnit}, {weights.Panels});");
            (from, to) = ("panelFrom", "panelTo");
        }
        writer.Open($"for (int panel = {from}; panel < {to}; panel++)");
        string channel, input = "input";
        if (groups == 1)
        {
            channel = KernelText.Times("panel", weights.PanelChannels);
            writer.Line($"float* w = weights + {KernelText.Times("panel", (long)weights.PanelChannels * weights.Depth)};");
            writer.Line($"float* bias = biases + {channel};");
        }
        else
        {
            writer.Line($"int group = panel / {weights.PanelsPerGroup}, part = panel % {weights.PanelsPerGroup};");
            channel = "channel";
            writer.Line($"int channel = group * {weights.Outputs} + part * {weights.PanelChannels};");
            writer.Line($"float* w = weights + group * {weights.GroupFloats} + part * {(long)weights.PanelChannels * weights.Depth};");
            writer.Line($"float* bias = biases + group * {weights.PaddedOutputs} + part * {weights.PanelChannels};");
            input = $"input + group * {weights.Inputs}";
        }
        writer.Line($"float* panelInput = {input};");
        writer.Line($"float* panelOutput = output + {channel};");
        foreach (EpiloguePointer pointer in epilogue.Pointers) writer.Line($"float* {pointer.Name} = {pointer.Name}Base + {channel};");
        if (plan.Squeeze is { } squeeze)
        {
            writer.Line($"float* sums = sumsBase + {KernelText.Times(block, squeeze.Sums.PixelStride)} + {channel};");
            writer.Line($"new Span<float>(sums, Math.Min({weights.PanelChannels}, {squeeze.Sums.PixelStride} - {channel})).Clear();");
        }
    }

    /// <summary>The loop over the rows of a block, and the calls for the tiles of a row.</summary>
    private static void EmitRows(CpuContext context, ConvolutionPlan plan, EpilogueEmitter epilogue, Panel panel)
    {
        CodeWriter writer = context.Kernels;
        PackedConvolution convolution = plan.Convolution;
        bool rows = !plan.IsFlat && plan.Output.Rows > 1;
        string row = "0";
        if (rows)
        {
            string start = plan.Blocks > 1 ? KernelText.Times("block", plan.RowsPerBlock) : "0";
            row = "row";
            if (plan.Blocks > 1)
            {
                if (plan.RowsPerBlock == 1) writer.Line("int row = block;");
                else writer.Line($"int rowFrom = {start};");
            }
            if (plan.RowsPerBlock > 1 || plan.Blocks == 1)
                writer.Open(plan.Blocks > 1
                    ? $"for (int row = rowFrom; row < rowFrom + {plan.RowsPerBlock}; row++)"
                    : $"for (int row = 0; row < {plan.Output.Rows}; row++)");
        }
        int perFrame = KernelText.RowsPerFrame(plan.Output);
        string InputRow() => rows ? KernelText.RowOffset(plan.Input, row, perFrame, convolution.Stride[0], convolution.Stride[1])
            : plan.Blocks > 1 ? KernelText.Times("block", (long)plan.Row * plan.Input.PixelStride) : "0";
        string ViewRow(View view) => rows ? KernelText.RowOffset(view, row, perFrame)
            : plan.Blocks > 1 ? KernelText.Times("block", (long)plan.Row * view.PixelStride) : "0";

        writer.Line($"float* a = panelInput{Added(InputRow())};");
        writer.Line($"float* y = panelOutput{Added(ViewRow(plan.Output))};");
        foreach (EpiloguePointer pointer in epilogue.Pointers.Where(pointer => pointer.View is not null))
            writer.Line($"float* {pointer.Name}Row = {pointer.Name}{Added(ViewRow(pointer.View!))};");
        int done = 0;
        foreach (var (pixels, count) in plan.Split.Parts)
        {
            string name = AddTile(context, plan, panel, pixels);
            var arguments = new List<string> { Moved("a", (long)done * convolution.Stride[2] * plan.Input.PixelStride), "w", Moved("y", (long)done * plan.Output.PixelStride), "bias" };
            foreach (EpiloguePointer pointer in epilogue.Pointers)
                arguments.Add(pointer.View is null ? pointer.Name : Moved(pointer.Name + "Row", (long)done * pointer.View.PixelStride));
            if (plan.Squeeze is not null) arguments.Add("sums");
            writer.Line($"{name}({string.Join(", ", arguments)}, {count});");
            done += pixels * count;
        }
        if (rows && (plan.RowsPerBlock > 1 || plan.Blocks == 1)) writer.Close();
    }

    private static string Added(string offset) => offset == "0" ? "" : " + " + offset;

    private static string Moved(string pointer, long offset) => KernelText.Plus(pointer, offset);

    /// <summary>Prints a microkernel of so many pixels and returns its name.</summary>
    private static string AddTile(CpuContext context, ConvolutionPlan plan, Panel panel, int pixels)
    {
        VectorCode code = context.Code;
        PackedConvolution convolution = plan.Convolution;
        EpilogueEmitter epilogue = context.Epilogue(plan.Epilogue, plan.Output);
        int lanes = context.Set.Lanes, vectors = panel.Vectors, width = vectors * lanes;
        long pixelStep = (long)convolution.Stride[2] * plan.Input.PixelStride;
        string partial = panel.Channels % lanes == 0 ? "" : $", {panel.Channels} channels stored";
        var writer = new CodeWriter();

        writer.Line($"/// <summary>{pixels} pixels × {width} channels{partial}: {plan.Weights.Depth} steps over k, then the epilogue, for so many tiles in a row.</summary>");
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        if (epilogue.IsLong) writer.Line("[SkipLocalsInit]");
        string parameters = string.Concat(epilogue.Pointers.Select(pointer => $", float* {pointer.Name}")) + (plan.Squeeze is null ? "" : ", float* sums");
        writer.Open($"private static void {TileLibrary.Placeholder}(float* a, float* b, float* y, float* bias{parameters}, int tiles)");
        writer.Open("unchecked");
        if (epilogue.IsLong) writer.Line($"float* scratch = stackalloc float[{pixels * width}];");
        writer.Open("do");

        writer.Comment("The accumulators start at the bias.");
        for (int n = 0; n < vectors; n++) writer.Line($"{code.Type} c0_{n} = {code.Load("bias" + KernelText.Offset(n * lanes))};");
        for (int m = 1; m < pixels; m++)
            writer.Line(code.Type + " " + string.Join(", ", Enumerable.Range(0, vectors).Select(n => $"c{m}_{n} = c0_{n}")) + ";");
        writer.Line("float* x = a;");
        writer.Line("float* w = b;");
        EmitTaps(writer, code, plan, pixels, vectors, pixelStep);

        if (epilogue.IsLong) EmitLongEpilogue(writer, code, plan, epilogue, panel, pixels);
        else EmitShortEpilogue(writer, code, plan, epilogue, panel, pixels);

        writer.Line($"a += {pixels * pixelStep};");
        writer.Line($"y += {pixels * plan.Output.PixelStride};");
        foreach (EpiloguePointer pointer in epilogue.Pointers.Where(pointer => pointer.View is not null))
            writer.Line($"{pointer.Name} += {pixels * pointer.View!.PixelStride};");
        writer.Close(" while (--tiles > 0);");
        writer.Close();
        writer.Close();

        string kernel = convolution.Taps == 1 ? "1x1" : string.Join("x", convolution.Kernel.Skip(convolution.Kernel[0] > 1 ? 0 : 1));
        return context.Tiles.Add($"Conv{kernel}_{pixels}x{width}_K{plan.Weights.Depth}", writer.ToString());
    }

    /// <summary>The loops over the kernel's taps and over k. What lies together in memory is one run.</summary>
    private static void EmitTaps(CodeWriter writer, VectorCode code, ConvolutionPlan plan, int pixels, int vectors, long pixelStep)
    {
        PackedConvolution convolution = plan.Convolution;
        bool rowRun = ConvolutionPlanner.HasRowRun(convolution, plan.Input);
        var loops = new List<(string Name, int Count, long Stride)>
        {
            ("frames", convolution.Kernel[0], (long)convolution.Dilation[0] * plan.Input.PlaneStride),
            ("rows", convolution.Kernel[1], (long)convolution.Dilation[1] * plan.Input.RowStride),
        };
        if (!rowRun) loops.Add(("columns", convolution.Kernel[2], (long)convolution.Dilation[2] * plan.Input.PixelStride));
        loops.RemoveAll(loop => loop.Count == 1);
        int run = ConvolutionPlanner.RunLength(convolution, plan.Input);
        int lanes = code.Set.Lanes, width = vectors * lanes;

        foreach (var (name, count, stride) in loops)
        {
            writer.Line($"float* {name}End = x + {count * stride};");
            writer.Open("do");
        }
        bool loopsOverRun = run > plan.Unroll;
        if (loopsOverRun)
        {
            writer.Line($"float* end = x + {run};");
            writer.Open("do");
        }
        for (int u = 0; u < plan.Unroll; u++)
        {
            string suffix = u == 0 ? "" : $"_{u}";
            for (int n = 0; n < vectors; n++)
                writer.Line($"{code.Type} b{n}{suffix} = {code.Load("w" + KernelText.Offset(u * width + n * lanes))};");
            for (int m = 0; m < pixels; m++)
            {
                string broadcast = code.Broadcast($"x[{m * pixelStep + u}]");
                if (vectors == 1)
                {
                    writer.Line($"c{m}_0 = {code.MultiplyAdd(broadcast, $"b0{suffix}", $"c{m}_0")};");
                    continue;
                }
                writer.Line($"{code.Type} a{m}{suffix} = {broadcast};");
                for (int n = 0; n < vectors; n++) writer.Line($"c{m}_{n} = {code.MultiplyAdd($"a{m}{suffix}", $"b{n}{suffix}", $"c{m}_{n}")};");
            }
        }
        writer.Line($"x += {plan.Unroll};");
        writer.Line($"w += {plan.Unroll * width};");
        if (loopsOverRun) writer.Close(" while (x < end);");
        long advanced = run;
        for (int i = loops.Count - 1; i >= 0; i--)
        {
            var (name, count, stride) = loops[i];
            if (stride != advanced) writer.Line($"x += {stride - advanced};");
            writer.Close($" while (x < {name}End);");
            advanced = count * stride;
        }
    }

    /// <summary>Takes each accumulator through the epilogue where it is, in its register.</summary>
    private static void EmitShortEpilogue(CodeWriter writer, VectorCode code, ConvolutionPlan plan, EpilogueEmitter epilogue, Panel panel, int pixels)
    {
        int lanes = code.Set.Lanes;
        if (!epilogue.IsEmpty) writer.Comment("Epilogue, in registers: " + string.Join(", ", plan.Epilogue.Select(step => step.Operation.Kind)) + ".");
        for (int m = 0; m < pixels; m++)
        {
            int pixel = m;
            for (int n = 0; n < panel.Vectors; n++)
            {
                foreach (string line in epilogue.Apply($"c{m}_{n}", view => KernelText.Offset((long)pixel * view.PixelStride), KernelText.Offset(n * lanes)))
                    writer.Line(line);
                foreach (string line in code.Store($"c{m}_{n}", "y" + KernelText.Offset(m * (long)plan.Output.PixelStride + n * lanes), panel.Channels - n * lanes))
                    writer.Line(line);
            }
        }
        if (plan.Squeeze is null) return;
        writer.Comment("Sums for the squeeze, pixel after pixel: the same order for every tile size.");
        for (int n = 0; n < panel.Vectors; n++)
        {
            writer.Line($"{code.Type} z{n} = {code.Load("sums" + KernelText.Offset(n * lanes))};");
            for (int m = 0; m < pixels; m++) writer.Line($"z{n} += c{m}_{n};");
            writer.Line($"z{n}.Store(sums{KernelText.Offset(n * lanes)});");
        }
    }

    /// <summary>Puts the tile aside and takes it through the epilogue in a loop, where the epilogue is too long to be repeated for every accumulator.</summary>
    private static void EmitLongEpilogue(CodeWriter writer, VectorCode code, ConvolutionPlan plan, EpilogueEmitter epilogue, Panel panel, int pixels)
    {
        int lanes = code.Set.Lanes, width = panel.Vectors * lanes;
        writer.Comment("The tile is put aside: its epilogue needs the registers.");
        for (int m = 0; m < pixels; m++)
            for (int n = 0; n < panel.Vectors; n++) writer.Line($"c{m}_{n}.Store(scratch{KernelText.Offset(m * width + n * lanes)});");
        for (int n = 0; n < panel.Vectors; n++)
        {
            string channel = KernelText.Offset(n * lanes);
            var rows = epilogue.Pointers.Where(pointer => pointer.View is not null).ToList();
            writer.Comment($"Epilogue of channels {n * lanes} to {Math.Min(panel.Channels, (n + 1) * lanes) - 1}: {string.Join(", ", plan.Epilogue.Select(step => step.Operation.Kind))}.");
            if (plan.Squeeze is not null) writer.Line($"{code.Type} z{n} = {code.Load("sums" + channel)};");
            string walk = string.Concat(rows.Select(pointer => $", {pointer.Name}_{n} = {pointer.Name}"));
            writer.Line($"float* t{n}Scratch = scratch{channel}, y{n} = y{channel}{walk};");
            writer.Open($"for (int m = 0; m < {pixels}; m++)");
            writer.Line($"{code.Type} v = {code.Load($"t{n}Scratch")};");
            foreach (string line in epilogue.Apply("v", _ => $"_{n}", channel)) writer.Line(line);
            if (plan.Squeeze is not null) writer.Line($"z{n} += v;");
            foreach (string line in code.Store("v", $"y{n}", panel.Channels - n * lanes)) writer.Line(line);
            writer.Line($"t{n}Scratch += {width};");
            writer.Line($"y{n} += {plan.Output.PixelStride};");
            foreach (EpiloguePointer pointer in rows) writer.Line($"{pointer.Name}_{n} += {pointer.View!.PixelStride};");
            writer.Close();
            if (plan.Squeeze is not null) writer.Line($"z{n}.Store(sums{channel});");
        }
    }
}
