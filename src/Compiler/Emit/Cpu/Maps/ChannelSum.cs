using System.Globalization;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>
/// Prints a sum over the channels of a position. It runs in 16 lanes whatever the vectors' width, and the lanes are added as a tree, so
/// that every instruction set adds in the same order. Of very many channels, chunks are added in double precision: see
/// <see cref="LongSums"/>.
/// </summary>
/// <param name="name">The sum's variable, a <c>float</c>.</param>
/// <param name="term">Takes a vector of channels, at what is to be added to a pointer, into a sum: the sum, the offset of the channels, and
/// what is to be done to a value that counts only where there are channels. Returns the new sum.</param>
internal sealed class ChannelSum(MapWriter map, string name, Func<string, string, Func<string, string>, string> term)
{
    private const int SumLanes = 16;

    private int Channels => map.Input.Channels;

    private int Parts => SumLanes / map.Lanes;

    private int Full => Channels / SumLanes * SumLanes;

    private bool IsLong => Channels > SumLanes * LongSums.MostTerms;

    public void Emit()
    {
        if (IsLong) EmitLong();
        else EmitShort();
    }

    private void EmitShort()
    {
        CodeWriter writer = map.Writer;
        Declare();
        EmitBlocks("0", CodeWriter.Number(Full));
        EmitRest();
        string Part(int part) => name + part;
        string half = name + "Half", quarter = name + "Quarter";
        if (Parts == 4) writer.Line($"var {quarter} = ({Part(0)} + {Part(2)}) + ({Part(1)} + {Part(3)});");
        else
        {
            string sum = Parts == 2 ? $"{Part(0)} + {Part(1)}" : $"{Part(0)}.GetLower() + {Part(0)}.GetUpper()";
            writer.Line($"var {half} = {sum};");
            writer.Line($"var {quarter} = {half}.GetLower() + {half}.GetUpper();");
        }
        string Lane(int lane) => $"{quarter}.GetElement({lane})";
        writer.Line($"float {name} = ({Lane(0)} + {Lane(2)}) + ({Lane(1)} + {Lane(3)});");
    }

    private void EmitLong()
    {
        const int step = SumLanes * LongSums.Chunk;
        CodeWriter writer = map.Writer;
        var totals = Enumerable.Range(0, Parts).Select(part => new WideSum(writer, map.Code, $"{name}Total{part}")).ToList();
        foreach (WideSum total in totals) total.Declare();
        writer.Open($"for (int from = 0; from < {Full}; from += {step})");
        writer.Line($"int to = Math.Min(from + {step}, {Full});");
        Declare();
        EmitBlocks("from", "to");
        Add();
        writer.Close();
        if (Full < Channels)
        {
            writer.Open("");
            Declare();
            EmitRest();
            Add();
            writer.Close();
        }
        for (int part = 0; part < Parts; part++) totals[part].Store($"lanes{KernelText.Offset(part * map.Lanes)}");
        writer.Line($"double {name}Wide = lanes[0];");
        writer.Line($"for (int i = 1; i < {SumLanes}; i++) {name}Wide += lanes[i];");
        writer.Line($"float {name} = (float){name}Wide;");

        void Add()
        {
            for (int part = 0; part < Parts; part++) totals[part].Add(name + part);
        }
    }

    private void Declare()
    {
        for (int part = 0; part < Parts; part++) map.Writer.Line($"{map.Code.Type} {name}{part} = {map.Code.Zero};");
    }

    private void EmitBlocks(string from, string to)
    {
        if (Full == 0) return;
        map.Writer.Open($"for (int c = {from}; c < {to}; c += {SumLanes})");
        for (int part = 0; part < Parts; part++)
            map.Writer.Line($"{name}{part} = {term(name + part, KernelText.Plus(" + c", part * map.Lanes), value => value)};");
        map.Writer.Close();
    }

    /// <summary>The channels that fill no 16 lanes: what lies behind them is not theirs.</summary>
    private void EmitRest()
    {
        for (int part = 0; part < Parts && Full + part * map.Lanes < Channels; part++)
        {
            int count = Channels - Full - part * map.Lanes;
            string Masked(string value) => count >= map.Lanes ? value : $"({value} & {Mask(count)})";
            map.Writer.Line($"{name}{part} = {term(name + part, KernelText.Offset(Full + part * map.Lanes), Masked)};");
        }
    }

    private string Mask(int count) => map.Code.Broadcast(string.Join(", ",
        Enumerable.Range(0, map.Lanes).Select(lane => (lane < count ? -1 : 0).ToString(CultureInfo.InvariantCulture)))) + ".AsSingle()";

    /// <summary>Declares the memory that long sums need, once for all of a kernel's.</summary>
    public static void DeclareLanes(MapWriter map)
    {
        if (map.Input.Channels > SumLanes * LongSums.MostTerms) map.Writer.Line($"double* lanes = stackalloc double[{SumLanes}];");
    }
}
