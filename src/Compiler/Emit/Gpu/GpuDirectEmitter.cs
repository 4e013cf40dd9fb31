using Fusion.Compiler.Schedule.Gpu;

namespace Fusion.Compiler.Emit.Gpu;

/// <summary>Prints a convolution whose groups are too narrow for tiles: a thread for each result.</summary>
internal static class GpuDirectEmitter
{
    public static void Emit(GpuContext context, GpuDirectPlan plan)
    {
        CodeWriter writer = context.Writer;
        GpuWeights weights = plan.Weights;
        var input = new GpuInput(context, plan.Name, plan.Convolution, plan.Input, plan.Output, weights.Inputs, null, ofVectors: false);
        var finish = new GpuFinish(context, plan, plan.Output, plan.Epilogue);
        int channels = plan.Output.Channels;
        context.Open(plan);
        writer.Line($"int index = Grid.IdxX * {plan.Threads} + Group.IdxX;");
        writer.Open($"if (index < batch * {plan.UnitsPerSample})");
        writer.Line($"int position = index / {channels}, output = index % {channels};");
        writer.Line($"int group = output / {weights.Outputs}, within = output % {weights.Outputs};");
        input.Locate(writer, "position", "");
        writer.Comment("The weights of an output channel lie a panel's width apart.");
        writer.Line(
            $"int weight = (group * {weights.Panels} + within / {weights.Panel}) * {weights.Depth * weights.Panel} "
            + $"+ within % {weights.Panel};");
        writer.Line($"var taps = {context.Weights("weights", weights.Offset, ofVectors: false)};");
        writer.Line($"float v = {context.Weights("biases", weights.BiasOffset, ofVectors: false)}[group * {weights.Padded} + within];");
        writer.Open($"for (int tap = 0; tap < {plan.Convolution.Taps}; tap++)");
        writer.Open($"for (int channel = 0; channel < {weights.Inputs}; channel++)");
        writer.Line(
            $"v += {input.LoadUnder("", "tap", "channel")} * taps[weight + (tap * {weights.Inputs} + channel) * {weights.Panel}];");
        writer.Close();
        writer.Close();
        writer.Line($"{finish.Call("position", "output", "v")};");
        writer.Close();
        writer.Close();
        input.EmitUnder();
        finish.EmitOne();
    }
}
