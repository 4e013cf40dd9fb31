using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>What the printers of <see cref="ChunkSumsPlan"/> share: loops over chunks, their positions and vectors of channels.</summary>
public sealed class ChunkWriter(CpuContext context, ChunkSumsPlan plan)
{
    public CpuContext Context { get; } = context;

    public ChunkSumsPlan Plan { get; } = plan;

    public CodeWriter Writer => Context.Kernels;

    public VectorCode Code => Context.Code;

    private int Channels => Plan.Inputs[0].Channels;

    /// <summary>Opens the loop over this participant's chunks, with <c>sums</c> at the chunk's.</summary>
    public void OpenChunks()
    {
        PositionChunks chunks = Plan.Chunks;
        if (Plan.Ranges == 1) Writer.Open("for (int chunk = first; chunk < last; chunk++)");
        else
        {
            Writer.Open("for (int unit = first; unit < last; unit++)");
            Writer.Line($"int chunk = unit / {Plan.Ranges}, firstChannel = unit % {Plan.Ranges} * {Plan.RangeChannels};");
            Writer.Line($"int lastChannel = Math.Min(firstChannel + {Plan.RangeChannels}, {Channels});");
        }
        Writer.Line($"double* sums = (double*)({KernelText.Base(Plan.Partials)}) + {KernelText.Times("chunk", Plan.Sums.Doubles)};");
        string group = chunks.PerRow == 1 ? "chunk" : $"chunk / {chunks.PerRow}";
        Writer.Line($"int firstRow = {KernelText.Times(group, chunks.ChunkRows)};");
        Writer.Line($"int lastRow = Math.Min(firstRow + {chunks.ChunkRows}, {chunks.Rows});");
        if (chunks.PerRow == 1) Writer.Line($"const int columns = {chunks.Width};");
        else
        {
            Writer.Line($"int firstColumn = chunk % {chunks.PerRow} * {chunks.ChunkColumns};");
            Writer.Line($"int columns = Math.Min({chunks.ChunkColumns}, {chunks.Width} - firstColumn);");
        }
    }

    /// <summary>Opens the loop over the chunk's rows, each pointer at its input's first position there.</summary>
    /// <param name="pointers">One for each input; empty for one that is not walked through.</param>
    public void OpenRows(IReadOnlyList<string> pointers, string channel = "")
    {
        Writer.Open("for (int row = firstRow; row < lastRow; row++)");
        for (int i = 0; i < pointers.Count; i++)
        {
            if (pointers[i].Length == 0) continue;
            View view = Plan.Inputs[i];
            string column = Plan.Chunks.PerRow == 1 ? "" : $" + {KernelText.Times("firstColumn", view.PixelStride)}";
            string row = KernelText.RowOffset(view, "row", KernelText.RowsPerFrame(Plan.Inputs[0]));
            Writer.Line($"float* {pointers[i]} = {KernelText.Base(view)} + {row}{column}{channel};");
        }
    }

    /// <summary>Opens the loops over chunks and positions, for what adds one number for each position to <c>total</c>.</summary>
    public void OpenPixels(params string[] pointers)
    {
        OpenChunks();
        Writer.Line("double total = 0;");
        OpenRows(pointers);
        Writer.Open($"for (int column = 0; column < columns; column++, {Step(pointers)})");
    }

    /// <summary>Closes the loops and keeps the total.</summary>
    public void ClosePixels()
    {
        Writer.Close();
        Writer.Close();
        Writer.Line("*sums = total;");
        Writer.Close();
    }

    /// <summary>Moves the pointers to the next position.</summary>
    public string Step(IReadOnlyList<string> pointers) =>
        string.Join(", ", pointers.Select((pointer, i) => $"{pointer} += {Plan.Inputs[i].PixelStride}")
            .Where((_, i) => pointers[i].Length > 0));

    /// <summary>Opens the loop over vectors of channels: they begin at <c>" + c"</c>.</summary>
    public void OpenChannels() => Writer.Open(Plan.Ranges == 1 ? $"for (int c = 0; c < {Channels}; c += {Context.Set.Lanes})"
        : $"for (int c = firstChannel; c < lastChannel; c += {Context.Set.Lanes})");

    /// <summary>What comes before a statement that only one unit of a chunk runs.</summary>
    public string Once => Plan.Ranges == 1 ? "" : "if (firstChannel == 0) ";

    /// <summary>
    /// Sums over the chunk's positions for one vector of channels: 16 positions of a row as floats, these in double precision.
    /// </summary>
    /// <param name="pointers">As for <see cref="OpenRows"/>.</param>
    /// <param name="names">The sums, which stay declared.</param>
    /// <param name="terms">Prints what one position adds to the variables of these names with <c>Part</c> behind them.</param>
    public IReadOnlyList<WideSum> Sum(IReadOnlyList<string> pointers, IReadOnlyList<string> names, Action terms)
    {
        WideSum[] sums = [.. names.Select(name => new WideSum(Writer, Code, name))];
        foreach (WideSum sum in sums) sum.Declare();
        OpenRows(pointers, " + c");
        Writer.Open($"for (int from = 0; from < columns; from += {LongSums.Chunk})");
        Writer.Line($"int to = Math.Min(from + {LongSums.Chunk}, columns);");
        Writer.Line($"{Code.Type} {string.Join(", ", names.Select(name => $"{name}Part = {Code.Zero}"))};");
        Writer.Open($"for (int column = from; column < to; column++, {Step(pointers)})");
        terms();
        Writer.Close();
        foreach (var (sum, name) in sums.Zip(names, (sum, name) => (sum, name))) sum.Add(name + "Part");
        Writer.Close();
        Writer.Close();
        return sums;
    }

    /// <summary>A vector of a channel's value, which is the same at all positions.</summary>
    public string PerChannel(int input, int pixel = 0)
    {
        View view = Plan.Inputs[input];
        return Code.Load($"{KernelText.Base(view, (long)pixel * view.PixelStride)} + c");
    }
}
