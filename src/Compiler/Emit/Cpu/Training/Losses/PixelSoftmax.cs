using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>
/// Prints the parts of one pixel's softmax: of a name <c>n</c>, the largest channel as <c>nShift</c>, the exponentials of what is below it
/// in the thread's memory, at <c>nExp</c>, and their sum in double precision, <c>nTotal</c>.
/// </summary>
/// <param name="temperature">Divides what is exponentiated.</param>
internal sealed class PixelSoftmax(CpuContext context, string name, int channels, double temperature = 1)
{
    private const int Lanes = SoftmaxScratch.SumLanes;

    private CodeWriter Writer => context.Kernels;

    private VectorCode Code => context.Code;

    /// <summary>Declares the memory, once for all pixels.</summary>
    public void Declare(string scratch) => Writer.Line($"float* {name}Exp = {scratch};");

    /// <summary>For the pixel at <paramref name="x"/>; <c>lanes</c> has room for 16 doubles.</summary>
    /// <param name="without">The index of a channel that does not take part; empty where all do.</param>
    public void Emit(string x, string without = "")
    {
        int step = Code.Set.Lanes, padded = PackedWeights.PaddedTo16(channels);
        string e = name + "Exp", most = name + "Most", largest = name + "Largest";
        Writer.Comment("Padded with minus infinity, whose exponential is 0.");
        Writer.Line($"for (int c = 0; c < {channels}; c += {step}) {Code.Load(x + " + c")}.Store({e} + c);");
        for (int i = 0; i < Lanes; i += step)
            Writer.Line($"{Code.Broadcast("float.NegativeInfinity")}.Store({e} + {channels + i});");
        if (without.Length > 0) Writer.Line($"{e}[{without}] = float.NegativeInfinity;");
        Writer.Line($"{Code.Type} {most} = {Code.Load(e)};");
        Writer.Line($"for (int c = {step}; c < {padded}; c += {step}) {most} = {Code.Max(Code.Load(e + " + c"), most)};");
        Writer.Line($"{most}.Store((float*)lanes);");
        Writer.Line($"float {largest} = *(float*)lanes;");
        Writer.Line($"for (int i = 1; i < {step}; i++) {largest} = Math.Max({largest}, ((float*)lanes)[i]);");
        Writer.Line($"{Code.Type} {name}Shift = {Code.Broadcast(largest)};");
        string below = $"{Code.Load(e + " + c")} - {name}Shift";
        string power = temperature == 1 ? below : $"({below}) / {Code.Constant(temperature)}";
        Writer.Line($"for (int c = 0; c < {padded}; c += {step}) {context.Functions.Call("Exp", power)}.Store({e} + c);");
        Writer.Line($"double {name}Total = {context.Functions.Call("Total", "lanes", e, CodeWriter.Number(padded))};");
    }
}
