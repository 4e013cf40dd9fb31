using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>Parts of each sample laid one after the other along its first dimension, and taken apart again. That dimension is the height of
/// samples (H, W, C), and the width of samples (L, C).</summary>
public static class SegmentEmitter
{
    public static void Emit(SampleWriter map)
    {
        int start = ((Segment)map.Plan.Operation).Start;
        SampleView input = map.Plan.Samples[0], result = map.Plan.Result;
        map.OpenRows();
        // A sample (L, C) has one row, and its first dimension is that row's.
        string at = input.Rank == 4 ? $"(line{KernelText.Offset(start)}) * {input.Batch.RowStride}"
            : CodeWriter.Number((long)start * input.Batch.PixelStride);
        map.Writer.Line($"float* x = {SampleWriter.Start(input, "sample")} + {at};");
        CopyPixels(map, 0, result.Width);
        map.Writer.Close();
    }

    public static void EmitAppend(SampleWriter map)
    {
        map.OpenRows();
        if (map.Plan.Result.Rank == 3) AppendToRow(map);
        else AppendRows(map);
        map.Writer.Close();
    }

    /// <summary>Every sample is one row, to which each input adds pixels.</summary>
    private static void AppendToRow(SampleWriter map)
    {
        for (int i = 0; i < map.Plan.Samples.Count; i++)
        {
            map.Writer.Open("");
            map.Writer.Line($"float* x = {SampleWriter.Start(map.Plan.Samples[i], "sample")};");
            CopyPixels(map, i, map.Plan.Samples[i].Width);
            map.Writer.Close();
        }
    }

    /// <summary>Each row of a sample comes from one input.</summary>
    private static void AppendRows(SampleWriter map)
    {
        int start = 0;
        for (int i = 0; i < map.Plan.Samples.Count; i++)
        {
            SampleView input = map.Plan.Samples[i];
            bool isLast = i == map.Plan.Samples.Count - 1;
            map.Writer.Open(isLast ? i == 0 ? "" : "else" : $"{(i == 0 ? "" : "else ")}if (line < {start + input.Rows})");
            string line = start == 0 ? "line" : $"(line - {start})";
            map.Writer.Line($"float* x = {SampleWriter.Start(input, "sample")} + {line} * {input.Batch.RowStride};");
            CopyPixels(map, i, input.Width);
            map.Writer.Close();
            start += input.Rows;
        }
    }

    private static void CopyPixels(SampleWriter map, int input, int width)
    {
        map.Writer.Open($"for (int column = 0; column < {width}; column++)");
        map.Map.Channels(map.Plan.Result.Channels, channel => map.Writer.Line($"{map.Code.Type} v = {map.Code.Load("x" + channel)};"));
        map.Map.NextInputPixel(input, "x");
        map.Map.NextPixel();
        map.Writer.Close();
    }
}
