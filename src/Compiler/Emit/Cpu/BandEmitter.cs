using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>Prints kernels that run in turn on bands of rows: a driver that moves the bands, and the kernels themselves.</summary>
public static class BandEmitter
{
    public static void Emit(CpuContext context, BandPlan plan)
    {
        CodeWriter writer = context.Kernels;
        KernelText.OpenKernel(writer, plan);
        writer.Comment($"A unit is one of {plan.Bands} bands of rows. " +
            "What lies between the kernels is in this thread's own memory, some rows at a time.");
        writer.Line("float** rows = (float**)k->Scratch;");
        writer.Line($"int* lastBand = (int*)(k->Scratch + {BandPlan.LastBandFloat});");
        string start = $"k->Scratch + {BandPlan.HeaderFloats}";
        for (int i = 0; i < plan.Then.Count; i++)
        {
            writer.Line($"float* {Band(i)} = {start};");
            start = $"{Band(i)} + {plan.Then[i].Input.Floats}";
        }
        EmitStart(writer, plan);
        writer.Open("for (int band = first; band < last; band++)");
        for (int i = 0; i < plan.Then.Count; i++) EmitRows(writer, plan, i);
        writer.Line("*lastBand = band;");
        writer.Line($"{plan.First.Name}(k, from, to);");
        foreach (BandStage stage in plan.Then)
        {
            string units = stage.Units == 1 ? "" : $" * {stage.Units}";
            writer.Line($"{stage.Kernel.Name}(k, {(units == "" ? "band, band + 1" : $"band{units}, (band + 1){units}")});");
        }
        writer.Close();
        KernelText.CloseKernel(writer);
    }

    /// <summary>The columns of zeros, which stay where they are while rows come and go.</summary>
    private static void EmitStart(CodeWriter writer, BandPlan plan)
    {
        writer.Open("if (k->Continues == 0)");
        writer.Line("*lastBand = -2;");
        for (int i = 0; i < plan.Then.Count; i++)
        {
            BandValue value = plan.Then[i].Input;
            int before = value.Buffer.HaloBefore[2] * value.Buffer.Channels, after = value.Buffer.HaloAfter[2] * value.Buffer.Channels;
            if (before + after > 0) writer.Line($"Band.ClearSides({Band(i)}, {value.Rows}, {value.RowFloats}, {before}, {after});");
        }
        writer.Close();
    }

    /// <summary>Says which rows of a value are needed, keeps those that the band before has left, and zeroes those outside.</summary>
    private static void EmitRows(CodeWriter writer, BandPlan plan, int index)
    {
        BandValue value = plan.Then[index].Input;
        writer.Comment($"Rows of '{value.Buffer.Name}': {value.Rows} for each band, " +
                $"{(value.Rows == value.Advance ? "all" : value.Advance)} of them new.");
        string top = KernelText.Plus(KernelText.Times("band", value.Advance), value.FirstRow);
        // A value between later kernels is made a band at a time, by the unit; only the first kernel is told the rows.
        bool isFirst = index == 0;
        if (isFirst) writer.Line($"int top = {top}, from = top, to = top + {value.Rows};");
        if (value.Rows > value.Advance)
        {
            writer.Open("if (*lastBand == band - 1)");
            writer.Line($"from += Band.Keep({Band(index)}, {value.RowFloats}, {value.Rows}, {value.Advance});");
            writer.Close();
        }
        long halo = (long)value.Buffer.HaloBefore[1] * value.RowFloats;
        writer.Line($"rows[{index}] = {Band(index)} - {(isFirst ? "top" : $"({top})")} * {value.RowFloats}{KernelText.Offset(-halo)};");
        if (isFirst) writer.Line($"Band.ClearOutside({Band(index)}, top, {value.RowFloats}, {value.Buffer.Height}, ref from, ref to);");
    }

    private static string Band(int index) => $"band{index}";
}
