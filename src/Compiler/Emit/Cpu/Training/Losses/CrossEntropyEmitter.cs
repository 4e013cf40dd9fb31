using Fusion.Compiler.Emit.Cpu.Maps;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>Cross-entropy and its gradient, pixel by pixel. The run time has checked that labels are classes.</summary>
internal static class CrossEntropyEmitter
{
    public static void EmitValue(ChunkWriter chunk)
    {
        CodeWriter writer = chunk.Writer;
        int channels = chunk.Plan.Inputs[0].Channels;
        var loss = (CrossEntropy)chunk.Plan.Operation;
        double smoothing = loss.Smoothing;
        var softmax = new PixelSoftmax(chunk.Context, "x", channels);
        softmax.Declare(KernelText.Scratch(chunk.Plan));
        writer.Line("double* lanes = stackalloc double[16];");
        chunk.OpenPixels(Pointers(loss));
        if (loss.IsWeighted) writer.Line("if (*weight == 0) continue;");
        softmax.Emit("x");
        string below = "(xLargest - (double)x[(int)*label])";
        if (smoothing > 0)
        {
            writer.Line("double all = 0;");
            writer.Line($"for (int c = 0; c < {channels}; c++) all += xLargest - (double)x[c];");
            below = $"{CodeWriter.Double(1 - smoothing)} * {below} + {CodeWriter.Double(smoothing / channels)} * all";
        }
        string surprise = $"Math.Log(xTotal) + {below}";
        writer.Line($"total += {(loss.IsWeighted ? $"*weight * ({surprise})" : surprise)};");
        chunk.ClosePixels();
    }

    /// <summary>The label's own share is made in double precision: it is a difference of numbers near 1 when nearly all is
    /// learned.</summary>
    public static void EmitGradient(MapWriter map)
    {
        CodeWriter writer = map.Writer;
        VectorCode code = map.Code;
        int channels = map.Output.Channels;
        var loss = (CrossEntropy)((LossGradient)map.Plan.Operation).Loss;
        double smoothing = loss.Smoothing;
        var softmax = new PixelSoftmax(map.Context, "x", channels);
        softmax.Declare(KernelText.Scratch(map.Plan));
        writer.Line("double* lanes = stackalloc double[16];");
        string scale = $"(double){LossGradientEmitter.Seed(map)} / {map.Output.Pixels}";
        writer.Line($"double {(loss.IsWeighted ? "all" : "scale")} = {scale};");
        if (!loss.IsWeighted) EmitSmoothing();
        map.OpenPixels(Pointers(loss));
        if (loss.IsWeighted)
        {
            writer.Line("double scale = all * *weight;");
            EmitSmoothing();
        }
        softmax.Emit("x");
        writer.Line($"{code.Type} share = {code.Broadcast("(float)(scale / xTotal)")};");
        map.Channels(channels, c => writer.Line(
            $"{code.Type} v = {code.Load("xExp" + c)} * share{(smoothing > 0 ? " - every" : "")};"));
        string target = CodeWriter.Double(1 - smoothing + smoothing / channels);
        writer.Line("int own = (int)*label;");
        writer.Line($"y[own] = (float)((xExp[own] - {target} * xTotal) / xTotal * scale);");
        map.ClosePixels(Pointers(loss));

        void EmitSmoothing()
        {
            if (smoothing > 0)
                writer.Line($"{code.Type} every = {code.Broadcast($"(float)(scale * {CodeWriter.Double(smoothing / channels)})")};");
        }
    }

    private static string[] Pointers(CrossEntropy loss) => loss.IsWeighted ? ["x", "label", "weight"] : ["x", "label"];
}
