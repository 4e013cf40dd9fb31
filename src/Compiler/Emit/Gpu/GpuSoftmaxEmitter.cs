using Fusion.Compiler.Schedule.Gpu;

namespace Fusion.Compiler.Emit.Gpu;

/// <summary>Prints softmax over the channels of a position: a group of threads finds the greatest value, then the sum of
/// exponentials.</summary>
internal static class GpuSoftmaxEmitter
{
    public static void Emit(GpuContext context, GpuSoftmaxPlan plan)
    {
        CodeWriter writer = context.Writer;
        GpuValue input = context.Value("x", plan.Input, ofVectors: false);
        var finish = new GpuFinish(context, plan, plan.Output, plan.Epilogue);
        int channels = plan.Output.Channels, threads = plan.Threads;
        string loop = $"for (int channel = thread; channel < {channels}; channel += {threads})";
        string Greater(string x, string y) => context.Functions.Call("Greater", x, y);
        string exponential = context.Functions.Call("Exp", $"{input.At("position", "channel")} - greatest");
        context.Open(plan);
        writer.Comment("Memory of its own for each of the two trees: nobody writes where another still reads.");
        writer.Line($"var greatests = SharedMemory.Allocate<float>({threads});");
        writer.Line($"var sums = SharedMemory.Allocate<float>({threads});");
        writer.Line("int thread = Group.IdxX, position = Grid.IdxX;");
        writer.Line(input.Declaration);
        writer.Comment("The greatest value is taken off first, so that no exponential overflows.");
        writer.Line("float mine = float.NegativeInfinity;");
        writer.Line($"{loop} mine = {Greater("mine", input.At("position", "channel"))};");
        writer.Line("greatests[thread] = mine;");
        EmitTree("greatests", $"low = {Greater("low", "high")};");
        writer.Line("float greatest = greatests[0];");
        writer.Line("float exponentials = 0f;");
        writer.Line($"{loop} exponentials += {exponential};");
        writer.Line("sums[thread] = exponentials;");
        EmitTree("sums", "low += high;");
        writer.Line("float sum = sums[0];");
        writer.Line($"{loop} {finish.Call("position", "channel", $"{exponential} / sum")};");
        writer.Close();
        finish.EmitOne();

        void EmitTree(string values, string combine)
        {
            writer.Comment("Half of the threads take in what the other half has, until one value is left.");
            writer.Open($"for (int half = {threads / 2}; half >= 1; half /= 2)");
            writer.Line("Group.Barrier();");
            writer.Open("if (thread < half)");
            writer.Line($"float low = {values}[thread], high = {values}[thread + half];");
            writer.Line(combine);
            writer.Line($"{values}[thread] = low;");
            writer.Close();
            writer.Close();
            writer.Line("Group.Barrier();");
        }
    }
}
