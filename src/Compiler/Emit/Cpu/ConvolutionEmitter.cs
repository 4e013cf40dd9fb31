using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>Prints convolutions: a driver that walks blocks, panels and rows, and a microkernel for each size of tile.</summary>
public static class ConvolutionEmitter
{
    public static void Emit(CpuContext context, ConvolutionPlan plan)
    {
        CodeWriter writer = context.Kernels;
        PackedWeights weights = plan.Weights;
        PackedConvolution convolution = plan.Convolution;
        EpilogueEmitter epilogue = context.Epilogue(plan.Epilogue, plan.Output);
        int[] padding = [.. convolution.Padding];
        long corner = -((long)padding[0] * plan.Input.PlaneStride + (long)padding[1] * plan.Input.RowStride
            + (long)padding[2] * plan.Input.PixelStride);

        KernelText.OpenKernel(writer, plan);
        writer.Line($"float* input = {KernelText.Base(plan.Input, corner)};");
        writer.Line($"float* output = {KernelText.Base(plan.Output)};");
        writer.Line(
            $"{KernelText.WeightType(plan.Panels.ReadsNarrow)}* weights = " +
            $"{(plan.Panels.Packing is { } packing ? PackWeightsEmitter.Target(packing)
                : plan.Panels.Scaled is { } scaled ? KernelText.Base(scaled) : KernelText.Weights(weights))};");
        writer.Line($"float* biases = {(plan.Panels.Packing is { } own ? PackWeightsEmitter.Biases(own) : KernelText.Biases(weights))};");
        foreach (EpiloguePointer pointer in epilogue.Pointers) writer.Line($"float* {pointer.Name}Base = {pointer.Base};");
        if (plan.Squeeze is { } squeeze) writer.Line(SqueezeSum.Declare(squeeze, "sumsBase"));
        OpenUnits(writer, plan, epilogue);

        Panel full = new(weights.PanelVectors, weights.PanelChannels);
        bool hasRest = plan.Panels.SideBySide < weights.Panels;
        if (plan.Panels.SideBySide > 0)
        {
            if (hasRest) writer.Open($"if (panel < {plan.Panels.SideBySide})");
            writer.Comment($"{plan.Panels.AtOnce} panels side by side: from so many places at once, weights arrive faster than from one.");
            EmitRows(context, plan, epilogue, full with { Count = plan.Panels.AtOnce });
            if (hasRest) writer.Close();
        }
        if (hasRest)
        {
            if (plan.Panels.SideBySide > 0) writer.Open("else");
            EmitPanels(context, plan, epilogue, full);
            if (plan.Panels.SideBySide > 0) writer.Close();
        }
        if (weights.Panels > 1) writer.Close();
        JoinedSumsEmitter.Call(writer, plan, "unit");
        writer.Close();
        KernelText.CloseKernel(writer);
    }

    /// <summary>The panels one by one; the last may be narrower, or have fewer channels.</summary>
    private static void EmitPanels(CpuContext context, ConvolutionPlan plan, EpilogueEmitter epilogue, Panel full)
    {
        CodeWriter writer = context.Kernels;
        PackedWeights weights = plan.Weights;
        int lastChannels = weights.Outputs - (weights.PanelsPerGroup - 1) * weights.PanelChannels;
        Panel last = new(weights.TailVectors == 0 ? weights.PanelVectors : weights.TailVectors, lastChannels);
        bool hasFull = weights.PanelsPerGroup > 1 || last == full;
        if (!hasFull) EmitRows(context, plan, epilogue, last);
        else if (last == full) EmitRows(context, plan, epilogue, full);
        else
        {
            writer.Open($"if ({(plan.Convolution.Groups == 1 ? "panel" : "part")} < {weights.PanelsPerGroup - 1})");
            EmitRows(context, plan, epilogue, full);
            writer.Close();
            writer.Open("else");
            writer.Comment($"The last panel has {last.Channels} channels.");
            EmitRows(context, plan, epilogue, last);
            writer.Close();
        }
    }

    /// <summary>Opens the loops over work items and panels, and sets the pointers of a panel.</summary>
    private static void OpenUnits(CodeWriter writer, ConvolutionPlan plan, EpilogueEmitter epilogue)
    {
        PackedWeights weights = plan.Weights;
        int groups = plan.Convolution.Groups;
        writer.Comment(
            $"{(weights.Panels == 1 ? "One panel" : $"{weights.Panels} panels")} of up to {weights.PanelChannels} channels " +
            $"{(weights.Panels == 1 ? "passes" : "pass")} over {Pixels(plan)}. A unit is "
            + $"{(plan.Blocking.Blocks > 1 ? "one block" : "all pixels")} and "
            + $"{(plan.Panels.Units > 1 ? $"{plan.Panels.PerUnit} panels" : "all panels")}.");
        writer.Open("for (int unit = first; unit < last; unit++)");
        string block = "0";
        string from = "0", to = CodeWriter.Number(weights.Panels);
        if (plan.Blocking.Blocks > 1)
        {
            writer.Line(plan.Panels.Units > 1 ? $"int block = unit / {plan.Panels.Units};" : "int block = unit;");
            block = "block";
        }
        if (plan.Panels.Units > 1)
        {
            writer.Line($"int panelFrom = unit{(plan.Blocking.Blocks > 1 ? $" % {plan.Panels.Units}" : "")} * {plan.Panels.PerUnit};");
            writer.Line($"int panelTo = Math.Min(panelFrom + {plan.Panels.PerUnit}, {weights.Panels});");
            (from, to) = ("panelFrom", "panelTo");
        }
        string panel = weights.Panels > 1 ? "panel" : "0";
        if (weights.Panels > 1) writer.Open($"for (int panel = {from}; panel < {to}; {NextPanel(plan)})");
        string channel, input = "input";
        if (plan.Panels.Packing is { } packing)
        {
            channel = KernelText.Times(panel, weights.PanelChannels);
            writer.Line($"{packing.Name}(k, {panel}, {panel} + 1);");
            writer.Line("float* w = weights, bias = biases;");
            if (plan.Prefetching.Next)
                writer.Line($"float* source = {KernelText.Weights(packing.Source.Offset)}"
                    + $"{Added(KernelText.Times(panel, packing.PanelFloats))};");
        }
        else if (groups == 1)
        {
            channel = KernelText.Times(panel, weights.PanelChannels);
            writer.Line(
                $"{KernelText.WeightType(plan.Panels.ReadsNarrow)}* w = " +
                $"weights{Added(KernelText.Times(panel, (long)weights.PanelChannels * weights.Depth))};");
            writer.Line($"float* bias = biases{Added(channel)};");
        }
        else
        {
            writer.Line($"int group = panel / {weights.PanelsPerGroup}, part = panel % {weights.PanelsPerGroup};");
            channel = "channel";
            writer.Line($"int channel = group * {weights.Outputs} + part * {weights.PanelChannels};");
            writer.Line(
                $"{KernelText.WeightType(plan.Panels.ReadsNarrow)}* w = weights + group * {weights.GroupWeights} + part * " +
                $"{(long)weights.PanelChannels * weights.Depth};");
            writer.Line($"float* bias = biases + group * {weights.PaddedOutputs} + part * {weights.PanelChannels};");
            input = $"input + group * {weights.Inputs}";
        }
        writer.Line($"float* panelInput = {input};");
        writer.Line($"float* panelOutput = output{Added(channel)};");
        foreach (EpiloguePointer pointer in epilogue.Pointers)
            writer.Line($"float* {pointer.Name} = {pointer.Name}Base{pointer.Channel(Added(channel))};");
        if (plan.Squeeze is { } squeeze)
        {
            string type = SqueezeSum.Type(squeeze);
            writer.Line($"{type}* sums = sumsBase{Added(KernelText.Times(block, squeeze.Stride))}{Added(channel)};");
            string count = weights.Panels == 1 ? CodeWriter.Number(Math.Min(weights.PanelChannels, squeeze.Stride))
                : $"Math.Min({weights.PanelChannels}, {squeeze.Stride} - {channel})";
            writer.Line(SqueezeSum.Clear(squeeze, "sums", count));
        }
    }

    private static string NextPanel(ConvolutionPlan plan) =>
        plan.Panels.SideBySide == 0 ? "panel++" : plan.Panels.SideBySide == plan.Weights.Panels
            ? $"panel += {plan.Panels.AtOnce}"
            : $"panel += panel < {plan.Panels.SideBySide} ? {plan.Panels.AtOnce} : 1";

    private static string Pixels(ConvolutionPlan plan)
    {
        string row = plan.Blocking.Row == 1 ? "one pixel" : $"{plan.Blocking.Row} pixels";
        string each = plan.Blocking.IsFlat ? row : plan.Blocking.RowsPerBlock == 1
            ? $"a row of {row}"
            : $"{plan.Blocking.RowsPerBlock} rows of {row}";
        return plan.Blocking.Blocks > 1 ? $"{plan.Blocking.Blocks} blocks of {each}" : each;
    }

    /// <summary>The loop over the rows of a block, and the calls for the tiles of a row.</summary>
    private static void EmitRows(CpuContext context, ConvolutionPlan plan, EpilogueEmitter epilogue, Panel panel)
    {
        CodeWriter writer = context.Kernels;
        PackedConvolution convolution = plan.Convolution;
        bool rows = !plan.Blocking.IsFlat && plan.Output.Rows > 1;
        string row = "0";
        if (rows)
        {
            string start = plan.Blocking.Blocks > 1 ? KernelText.Times("block", plan.Blocking.RowsPerBlock) : "0";
            row = "row";
            if (plan.Blocking.Blocks > 1)
            {
                if (plan.Blocking.RowsPerBlock == 1) writer.Line("int row = block;");
                else writer.Line($"int rowFrom = {start};");
            }
            if (plan.Blocking.RowsPerBlock > 1 || plan.Blocking.Blocks == 1)
                writer.Open(plan.Blocking.Blocks > 1
                    ? $"for (int row = rowFrom; row < rowFrom + {plan.Blocking.RowsPerBlock}; row++)"
                    : $"for (int row = 0; row < {plan.Output.Rows}; row++)");
        }
        int perFrame = KernelText.RowsPerFrame(plan.Output);
        string InputRow() => rows ? KernelText.RowOffset(plan.Input, row, perFrame, convolution.Stride[0], convolution.Stride[1])
            : plan.Blocking.Blocks > 1 ? KernelText.Times("block", (long)plan.Blocking.Row * plan.Input.PixelStride) : "0";
        string ViewRow(View view) => rows ? KernelText.RowOffset(view, row, perFrame)
            : plan.Blocking.Blocks > 1 ? KernelText.Times("block", (long)plan.Blocking.Row * view.PixelStride) : "0";

        writer.Line($"float* a = panelInput{Added(InputRow())};");
        writer.Line($"float* y = panelOutput{Added(ViewRow(plan.Output))};");
        foreach (EpiloguePointer pointer in epilogue.Pointers.Where(pointer => pointer.View is not null))
            writer.Line($"float* {pointer.Name}Row = {pointer.Name}{Added(ViewRow(pointer.View!))};");
        int done = 0, doneTiles = 0, width = panel.Vectors * context.Set.Lanes;
        foreach (var (pixels, count) in plan.Blocking.Split.Parts)
        {
            string name = ConvolutionTile.Add(context, plan, epilogue, panel, pixels);
            List<string> arguments =
            [
                Moved("a", (long)done * convolution.Stride[2] * plan.Input.PixelStride),
                "w",
                Moved("y", (long)done * plan.Output.PixelStride),
                "bias",
            ];
            foreach (EpiloguePointer pointer in epilogue.Pointers)
                arguments.Add(pointer.View is null ? pointer.Name : Moved(pointer.Name + "Row", (long)done * pointer.View.PixelStride));
            if (plan.Squeeze is not null) arguments.Add("sums");
            arguments.Add($"tiles: {count}");
            if (panel.Count > 1) arguments.Add($"panelStep: {KernelText.Native((long)plan.Weights.PanelChannels * plan.Weights.Depth)}");
            string fetched = plan.Panels.Packing is null ? "w" : "source";
            string next = Moved(fetched, (long)plan.Weights.Depth * width + plan.NextPerTile(width, plan.Weights.Depth) * doneTiles);
            if (rows && plan.Blocking.RowsPerBlock > 1)
                next += $" + ({row}{(plan.Blocking.Blocks > 1 ? " - rowFrom" : "")}) * " +
                    $"{plan.NextPerTile(width, plan.Weights.Depth) * plan.Blocking.TilesPerRow}";
            arguments.AddRange(ConvolutionTile.Next(plan, next));
            doneTiles += count;
            arguments.AddRange(ConvolutionTile.Sizes(plan, epilogue).Select(size => $"{size.Name}: {KernelText.Native(size.Value)}"));
            writer.Line($"{name}({string.Join(", ", arguments)});");
            done += pixels * count;
        }
        if (rows && (plan.Blocking.RowsPerBlock > 1 || plan.Blocking.Blocks == 1)) writer.Close();
    }

    private static string Added(string offset) => offset == "0" ? "" : " + " + offset;

    private static string Moved(string pointer, long offset) => KernelText.Plus(pointer, offset);
}
