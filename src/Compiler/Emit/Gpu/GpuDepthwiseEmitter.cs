using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Gpu;

namespace Fusion.Compiler.Emit.Gpu;

/// <summary>Prints a depthwise convolution: a thread takes four channels of a position through all taps.</summary>
internal static class GpuDepthwiseEmitter
{
    public static void Emit(GpuContext context, GpuDepthwisePlan plan)
    {
        CodeWriter writer = context.Writer;
        PackedConvolution convolution = plan.Convolution;
        var input = new GpuInput(context, plan.Name, convolution with { Groups = 1 }, plan.Input, plan.Output, plan.Input.Channels, null);
        var finish = new GpuFinish(context, plan, plan.Output, plan.Epilogue);
        int channels = plan.Output.Channels, across = GpuDepthwisePlan.VectorsAcross, down = GpuDepthwisePlan.ThreadsDown;
        context.Open(plan);
        writer.Line($"int thread = Group.IdxX, across = thread % {across}, down = thread / {across};");
        writer.Line($"int vector = Grid.IdxY * {across} + across, channel = 4 * vector;");
        bool isCut = channels % (4 * across) != 0;
        if (plan.Squeeze is { } squeeze)
        {
            int blocks = squeeze.Blocks, pixels = plan.Output.Pixels;
            writer.Line($"int sample = Grid.IdxX / {blocks}, first = Grid.IdxX % {blocks} * {plan.Rows};");
            writer.Line("Float4 squeeze = new Float4();");
            if (isCut) writer.Open($"if (channel < {channels})");
            writer.Open($"for (int pixel = first + down; pixel < first + {plan.Rows} && pixel < {pixels}; pixel += {down})");
            writer.Line($"int position = sample * {pixels} + pixel;");
            EmitTaps(context, plan, input);
            writer.Line($"v = {finish.Call("position", "channel", "v")};");
            writer.Line(string.Join(" ", "XYZW".Select(c => $"squeeze.{c} += v.{c};")));
            writer.Close();
            if (isCut) writer.Close();
            writer.Comment("The sums over the group's positions: each thread's own, then those of the threads above each other, in order.");
            writer.Line($"var rows = SharedMemory.Allocate<Float4>({across * down});");
            writer.Line("rows[thread] = squeeze;");
            GpuSqueezeRows.Emit(context, squeeze, across, down, $"Grid.IdxY * {across} + thread", "Grid.IdxX");
        }
        else
        {
            writer.Line($"int position = Grid.IdxX * {down} + down;");
            writer.Open($"if (position < batch * {plan.Output.Pixels}{(isCut ? $" && channel < {channels}" : "")})");
            EmitTaps(context, plan, input);
            writer.Line($"{finish.Call("position", "channel", "v")};");
            writer.Close();
        }
        writer.Close();
        input.EmitChannels();
        finish.Emit();
    }

    private static void EmitTaps(GpuContext context, GpuDepthwisePlan plan, GpuInput input)
    {
        CodeWriter writer = context.Writer;
        GpuWeights weights = plan.Weights;
        int stride = weights.Padded / 4;
        input.Locate(writer, "position", "");
        writer.Line($"var taps = {context.Weights("weights", weights.Offset, ofVectors: true)};");
        writer.Line($"Float4 v = {context.Weights("biases", weights.BiasOffset, ofVectors: true)}[vector];");
        bool isLong = plan.Convolution.Taps > 49;
        if (isLong) writer.Open($"for (int tap = 0; tap < {plan.Convolution.Taps}; tap++)");
        for (int tap = 0; tap < (isLong ? 1 : plan.Convolution.Taps); tap++)
        {
            string at = GpuValue.Sum(isLong ? GpuValue.Times("tap", stride)
                : tap == 0 ? "" : CodeWriter.Number(tap * stride), "vector");
            string name = isLong ? "" : CodeWriter.Number(tap);
            writer.Line(
                $"Float4 x{name} = {input.LoadChannels(isLong ? "tap" : CodeWriter.Number(tap), "channel")}, w{name} = taps[{at}];");
            writer.Line(string.Join(" ", "XYZW".Select(c => $"v.{c} += x{name}.{c} * w{name}.{c};")));
        }
        if (isLong) writer.Close();
    }
}
