using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>
/// Prints the kernels that sum the products of a weight gradient: for each chunk, its blocks of positions, each of which all panels of the
/// unit pass over.
/// </summary>
public static class WeightGradientEmitter
{
    public static void Emit(CpuContext context, WeightGradientPlan plan)
    {
        CodeWriter writer = context.Kernels;
        GradientSums sums = plan.Sums;
        EquatableArray<int> padding = plan.Layer.Padding;
        long corner = -((long)padding[0] * plan.Input.PlaneStride + (long)padding[1] * plan.Input.RowStride
            + (long)padding[2] * plan.Input.PixelStride);
        KernelText.OpenKernel(writer, plan);
        writer.Line($"float* input = {KernelText.Base(plan.Input, corner)};");
        writer.Line($"float* gradient = {KernelText.Base(plan.Gradient)};");
        writer.Line($"float* sums = {(sums.Memory is { } memory ? KernelText.Base(memory) : KernelText.Scratch(plan.Result!))};");
        writer.Comment($"A unit is {(sums.Chunks > 1 ? $"one of {sums.Chunks} chunks of positions" : "all positions")} and "
            + $"{(plan.PanelUnits > 1 ? $"{plan.PanelsPerUnit} of {sums.Panels} panels" : "all panels")} of outputs.");
        writer.Open("for (int unit = first; unit < last; unit++)");
        string chunk = OpenChunk(writer, plan);
        OpenBlocks(writer, plan.Positions, chunk);
        OpenPanels(writer, plan);
        EmitPanel(context, plan);
        if (sums.Panels > 1) writer.Close();
        if (plan.Positions.Blocks > 1) writer.Close();
        if (plan.Result is { } result) writer.Line($"{result.Name}(k, unit, unit + 1);");
        writer.Close();
        KernelText.CloseKernel(writer);
    }

    /// <summary>Says which chunk and panels a unit has, and clears their sums. Returns the chunk's number.</summary>
    private static string OpenChunk(CodeWriter writer, WeightGradientPlan plan)
    {
        GradientSums sums = plan.Sums;
        bool chunks = sums.Chunks > 1;
        if (sums.Memory is null)
        {
            // Where the first panel's sums would be, so that those of the unit's are where they are.
            if (sums.Panels > 1) writer.Line("int panelFrom = unit, panelTo = unit + 1;");
            writer.Line($"float* chunkSums = sums{(sums.Panels > 1 ? $" - ({PanelOffset(sums, "panelFrom")})" : "")};");
            writer.Line(KernelText.Clear("sums", sums.PanelFloats));
            return "0";
        }
        if (chunks) writer.Line($"int chunk = unit{(plan.PanelUnits > 1 ? $" / {plan.PanelUnits}" : "")};");
        writer.Line($"float* chunkSums = sums{(chunks ? $" + {KernelText.Times("chunk", sums.ChunkFloats)}" : "")};");
        if (plan.PanelUnits == 1)
        {
            writer.Line(KernelText.Clear("chunkSums", sums.ChunkFloats));
            return chunks ? "chunk" : "0";
        }
        writer.Line($"int panelFrom = unit{(chunks ? $" % {plan.PanelUnits}" : "")} * {plan.PanelsPerUnit};");
        writer.Line($"int panelTo = Math.Min(panelFrom + {plan.PanelsPerUnit}, {sums.Panels});");
        writer.Line($"long clearFrom = {PanelOffset(sums, "panelFrom")};");
        writer.Line($"long clearTo = panelTo < {sums.Panels} ? {PanelOffset(sums, "panelTo")} : {sums.ChunkFloats};");
        writer.Line(KernelText.Clear("chunkSums + clearFrom", "(int)(clearTo - clearFrom)"));
        return chunks ? "chunk" : "0";
    }

    private static string PanelOffset(GradientSums sums, string panel) =>
        sums.PanelsPerGroup == 1 ? KernelText.Times(panel, sums.GroupFloats)
        : sums.Groups == 1 ? KernelText.Times(panel, sums.PanelFloats)
        : $"{panel} / {sums.PanelsPerGroup} * {KernelText.Native(sums.GroupFloats)} + {panel} % {sums.PanelsPerGroup} * {sums.PanelFloats}";

    /// <summary>The loop over a chunk's blocks, with <c>x</c> and <c>dy</c> at the first position of each.</summary>
    private static void OpenBlocks(CodeWriter writer, PositionBlocks positions, string chunk)
    {
        int blocks = positions.Blocks, perPass = positions.BlocksPerPass;
        PositionLoop cut = positions.Loops[positions.Level];
        if (blocks > 1)
        {
            string Bound(string number) => positions.Chunks == 1 ? number == chunk ? "0" : CodeWriter.Number(blocks)
                : $"(int)({number} * {blocks}L / {positions.Chunks})";
            writer.Line($"int blockTo = {Bound($"({chunk} + 1)")};");
            writer.Open($"for (int block = {Bound(chunk)}; block < blockTo; block++)");
        }
        var offsets = new List<(string Index, PositionLoop Loop)>();
        if (positions.Level > 0 && blocks > 1)
        {
            writer.Line($"int pass = block{(perPass > 1 ? $" / {perPass}" : "")};");
            int inside = positions.Level == 2 ? positions.Loops[1].Count : 1;
            offsets.Add(($"pass{(inside > 1 ? $" / {inside}" : "")}", positions.Loops[0]));
            if (positions.Level == 2) offsets.Add(($"pass % {inside}", positions.Loops[1]));
        }
        if (perPass > 1)
        {
            string inPass = positions.Level == 0 ? "block" : $"block % {perPass}";
            writer.Line($"int start = {inPass} * {positions.Size};");
            writer.Line(cut.Count % positions.Size == 0
                ? $"const int count = {positions.Size};"
                : $"int count = Math.Min({positions.Size}, {cut.Count} - start);");
            offsets.Add(("start", cut));
        }
        else writer.Line($"const int count = {cut.Count};");
        string Moved(string pointer, Func<PositionLoop, long> step) =>
            pointer + string.Concat(offsets.Select(offset => $" + {KernelText.Times(offset.Index, step(offset.Loop))}"));
        writer.Line($"float* x = {Moved("input", loop => loop.InputStep)};");
        writer.Line($"float* dy = {Moved("gradient", loop => loop.GradientStep)};");
    }

    /// <summary>The loop over a unit's panels, with pointers to what each reads and to its sums.</summary>
    internal static void OpenPanels(CodeWriter writer, WeightGradientPlan plan)
    {
        GradientSums sums = plan.Sums;
        if (sums.Panels == 1)
        {
            writer.Line("float* panelX = x, panelDy = dy, panelSums = chunkSums;");
            return;
        }
        writer.Open(plan.PanelUnits == 1
            ? $"for (int panel = 0; panel < {sums.Panels}; panel++)"
            : "for (int panel = panelFrom; panel < panelTo; panel++)");
        string group = "0", part = "panel";
        if (sums.PanelsPerGroup == 1) (group, part) = ("panel", "0");
        else if (sums.Groups > 1)
        {
            writer.Line($"int group = panel / {sums.PanelsPerGroup}, part = panel % {sums.PanelsPerGroup};");
            (group, part) = ("group", "part");
        }
        bool depthwise = plan.Tiles is null;
        string Sum(params (string Index, long Step)[] terms) =>
            string.Concat(terms.Where(term => term.Index != "0").Select(term => $" + {KernelText.Times(term.Index, term.Step)}"));
        writer.Line($"float* panelX = x{(depthwise ? Sum((part, sums.PanelChannels)) : Sum((group, sums.Inputs)))};");
        writer.Line($"float* panelDy = dy{Sum((group, sums.Outputs), (part, sums.PanelChannels))};");
        writer.Line($"float* panelSums = chunkSums{Sum((group, sums.GroupFloats), (part, sums.PanelFloats))};");
    }

    /// <summary>The calls for a panel; the last of a group may be narrower.</summary>
    internal static void EmitPanel(CpuContext context, WeightGradientPlan plan)
    {
        CodeWriter writer = context.Kernels;
        GradientSums sums = plan.Sums;
        if (sums.PanelsPerGroup == 1 || sums.LastChannels == sums.PanelChannels)
        {
            EmitCalls(context, plan, sums.LastChannels);
            return;
        }
        writer.Open($"if ({(sums.Groups == 1 ? "panel" : "part")} < {sums.PanelsPerGroup - 1})");
        EmitCalls(context, plan, sums.PanelChannels);
        writer.Close();
        writer.Open("else");
        EmitCalls(context, plan, sums.LastChannels);
        writer.Close();
    }

    private static void EmitCalls(CpuContext context, WeightGradientPlan plan, int width)
    {
        if (plan.Tiles is null) DepthwiseGradientTile.EmitCalls(context, plan, width);
        else WeightGradientTile.EmitCalls(context, plan, width);
    }
}
