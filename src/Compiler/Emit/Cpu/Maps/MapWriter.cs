using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>What the printers of row-wise kernels share: loops over rows, pixels and vectors of channels, with the epilogue at their
/// heart.</summary>
public sealed class MapWriter
{
    public MapWriter(CpuContext context, MapPlan plan)
    {
        Context = context;
        Plan = plan;
        Epilogue = context.Epilogue(plan.Epilogue, plan.Output);
    }

    public CpuContext Context { get; }

    public MapPlan Plan { get; }

    public CodeWriter Writer => Context.Kernels;

    public VectorCode Code => Context.Code;

    public EpilogueEmitter Epilogue { get; }

    public View Input => Plan.Inputs[0];

    public View Output => Plan.Output;

    public int Lanes => Context.Set.Lanes;

    /// <summary>Opens the loop over this participant's rows, with <c>y</c> at the output row and the epilogue's pointers at
    /// theirs.</summary>
    public void OpenRows()
    {
        foreach (EpiloguePointer pointer in Epilogue.Pointers.Where(pointer => pointer.View is null))
            Writer.Line($"float* {pointer.Name} = {pointer.Base};");
        if (Plan.UnitSums.Count == 0) Writer.Open("for (int row = first; row < last; row++)");
        else
        {
            int rows = Plan.UnitSums[0].Chunks.ChunkRows;
            Writer.Open("for (int chunk = first; chunk < last; chunk++)");
            Writer.Open($"for (int row = chunk * {rows}; row < Math.Min(chunk * {rows} + {rows}, {Output.Rows}); row++)");
        }
        int perFrame = KernelText.RowsPerFrame(Output);
        Writer.Line($"float* y = {KernelText.Base(Output)} + {KernelText.RowOffset(Output, "row", perFrame)};");
        foreach (EpiloguePointer pointer in Epilogue.Pointers.Where(pointer => pointer.View is not null))
            Writer.Line($"float* {pointer.Name} = {pointer.Base} + {KernelText.RowOffset(pointer.View!, "row", perFrame)};");
    }

    /// <summary>Sets a pointer to the input's row, for operations that keep the spatial sizes.</summary>
    public void InputRow() => InputRow(0, "x");

    /// <summary>The same for one of several inputs.</summary>
    public void InputRow(int input, string pointer)
    {
        View view = Plan.Inputs[input];
        Writer.Line($"float* {pointer} = {KernelText.Base(view)} + {KernelText.RowOffset(view, "row", KernelText.RowsPerFrame(Output))};");
    }

    /// <summary>Moves an input's pointer to the next pixel.</summary>
    public void NextInputPixel(int input, string pointer) => Writer.Line($"{pointer} += {Plan.Inputs[input].PixelStride};");

    /// <summary>Opens the loops over rows and pixels, for operations that keep the spatial sizes.</summary>
    /// <param name="pointers">One for each input; empty for one that is not walked through.</param>
    public void OpenPixels(params string[] pointers)
    {
        OpenRows();
        for (int i = 0; i < pointers.Length; i++)
            if (pointers[i].Length > 0) InputRow(i, pointers[i]);
        Writer.Open($"for (int column = 0; column < {Output.Width}; column++)");
    }

    /// <summary>Moves all pointers to the next pixel and closes both loops.</summary>
    /// <param name="pointers">As they were opened with.</param>
    public void ClosePixels(params string[] pointers)
    {
        for (int i = 0; i < pointers.Length; i++)
            if (pointers[i].Length > 0) NextInputPixel(i, pointers[i]);
        NextPixel();
        Writer.Close();
        Writer.Close();
    }

    /// <summary>Declares a pointer to a constant table.</summary>
    public void Table(string pointer, string name, IEnumerable<int> values) =>
        TablePointer(pointer, "int", Context.Tables.Add(name, values));

    /// <inheritdoc cref="Table(string, string, IEnumerable{int})"/>
    public void Table(string pointer, string name, IEnumerable<double> values) =>
        TablePointer(pointer, "float", Context.Tables.Add(name, values));

    // Constant data lies in the image of the assembly and never moves.
    private void TablePointer(string pointer, string type, string name) =>
        Writer.Line($"{type}* {pointer} = ({type}*)Unsafe.AsPointer(ref MemoryMarshal.GetReference({name}));");

    /// <summary>Moves the output and the epilogue's pointers to the next pixel.</summary>
    public void NextPixel()
    {
        Writer.Line($"y += {Output.PixelStride};");
        foreach (EpiloguePointer pointer in Epilogue.Pointers.Where(pointer => pointer.View is not null))
            Writer.Line($"{pointer.Name} += {pointer.View!.PixelStride};");
    }

    /// <summary>
    /// The loop over vectors of channels. <paramref name="value"/> prints what makes the variable <c>v</c> for channels from the given
    /// offset on (<c>" + c"</c>); then follow epilogue and store.
    /// </summary>
    public void Channels(int channels, Action<string> value, bool epilogue = true, string target = "y")
    {
        ChannelLoop.Emit(Writer, Lanes, channels, (channel, count) =>
        {
            value(channel);
            if (epilogue)
                foreach (string line in Epilogue.Apply("v", _ => "", channel)) Writer.Line(line);
            foreach (string line in Code.Store("v", target + channel, count)) Writer.Line(line);
        });
    }

    /// <summary>
    /// The same, several vectors of channels at a time: as many as divide the whole ones. <paramref name="value"/> prints what makes the
    /// given variables, for channels that follow each other from an offset on.
    /// </summary>
    /// <param name="most">The most vectors at a time.</param>
    public void ChannelGroups(int channels, int most, Action<string, IReadOnlyList<string>> value)
    {
        int vectors = channels / Lanes, together = Enumerable.Range(1, most).Last(count => vectors % count == 0);
        if (together == 1)
        {
            Channels(channels, channel => value(channel, ["v"]));
            return;
        }
        string[] names = [.. Enumerable.Range(0, together).Select(n => $"v{n}")];
        ChannelLoop.Emit(Writer, together * Lanes, vectors * Lanes, (channel, _) =>
        {
            value(channel, names);
            for (int n = 0; n < together; n++) Finish(names[n], channel + KernelText.Offset(n * Lanes), Lanes);
        });
        if (channels % Lanes == 0) return;
        Writer.Open("");
        value(KernelText.Offset(vectors * Lanes), ["v"]);
        Finish("v", KernelText.Offset(vectors * Lanes), channels % Lanes);
        Writer.Close();

        void Finish(string v, string channel, int count)
        {
            foreach (string line in Epilogue.Apply(v, _ => "", channel)) Writer.Line(line);
            foreach (string line in Code.Store(v, "y" + channel, count)) Writer.Line(line);
        }
    }
}
