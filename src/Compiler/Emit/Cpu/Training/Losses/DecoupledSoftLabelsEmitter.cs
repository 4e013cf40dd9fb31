using Fusion.Compiler.Emit.Cpu.Maps;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>
/// Decoupled soft labels and their gradients, pixel by pixel. The softmax over the classes without the label's is that of logits of which
/// the label's is minus infinity; b is the sigmoid of the label's logit below the logarithm of their sum, in double precision. By how much
/// these logits of the two differ comes from the difference at the label and the ratio of the sums, which lose no digits.
/// </summary>
internal static class DecoupledSoftLabelsEmitter
{
    public static void EmitValue(ChunkWriter chunk)
    {
        var loss = (DecoupledSoftLabels)chunk.Plan.Operation;
        var pair = new SoftmaxPair(chunk.Context, chunk.Plan.Inputs[0].Channels, loss.Temperature);
        pair.Declare(KernelText.Scratch(chunk.Plan));
        chunk.OpenPixels("student", "teacher", "label");
        EmitPair(chunk.Context, pair, loss);
        pair.EmitTerms();
        chunk.Writer.Line($"double own = {Binary(chunk.Context, "Own")}, all = {Binary(chunk.Context, "All")};");
        chunk.Writer.Line(
            $"total += {CodeWriter.Double(loss.Target)} * (own + all) + {CodeWriter.Double(loss.Others)} * ({pair.Divergence});");
        chunk.ClosePixels();
    }

    public static void EmitGradient(MapWriter map)
    {
        var gradient = (LossGradient)map.Plan.Operation;
        var loss = (DecoupledSoftLabels)gradient.Loss;
        CodeWriter writer = map.Writer;
        VectorCode code = map.Code;
        var pair = new SoftmaxPair(map.Context, map.Output.Channels, loss.Temperature);
        pair.Declare(KernelText.Scratch(map.Plan));
        string factor = CodeWriter.Double(loss.Temperature / map.Output.Pixels);
        writer.Line($"double scale = (double){LossGradientEmitter.Seed(map)} * {factor};");
        writer.Line($"double target = scale * {CodeWriter.Double(loss.Target)}, others = scale * {CodeWriter.Double(loss.Others)};");
        map.OpenPixels("student", "teacher", "label");
        EmitPair(map.Context, pair, loss);
        if (gradient.Input == 0) EmitStudent(map, pair);
        else EmitTeacher(map, pair);
        map.ClosePixels("student", "teacher", "label");
    }

    private static void EmitStudent(MapWriter map, SoftmaxPair pair)
    {
        VectorCode code = map.Code;
        map.Writer.Line($"double change = {Difference(map.Context, "All")};");
        Broadcast(map, "studentShare", "others / studentTotal");
        Broadcast(map, "teacherShare", "others / teacherTotal");
        Broadcast(map, "changeShare", "target * change / studentTotal");
        map.Channels(map.Output.Channels, c => map.Writer.Line(
            $"{code.Type} v = {pair.EmitLog(c).DifferenceOfShares("studentShare", "teacherShare")} + s * changeShare;"));
        map.Writer.Line($"y[(int)*label] = (float)(target * {Difference(map.Context, "Own")});");
    }

    private static void EmitTeacher(MapWriter map, SoftmaxPair pair)
    {
        VectorCode code = map.Code;
        pair.EmitTerms();
        map.Writer.Line($"double divergence = {Binary(map.Context, "Own")} + {Binary(map.Context, "All")};");
        foreach (string part in new[] { "Own", "All" })
            map.Writer.Line($"double {part.ToLowerInvariant()} = teacher{part} == 0 ? 0 : teacher{part} * (log{part} - divergence);");
        Broadcast(map, "mean", pair.Divergence);
        Broadcast(map, "termShare", "others / teacherTotal");
        Broadcast(map, "share", "target * all / teacherTotal");
        map.Channels(map.Output.Channels, c => map.Writer.Line(
            $"{code.Type} v = {pair.EmitLog(c).UnlessExcluded("t * ((log - mean) * termShare + share)")};"));
        map.Writer.Line("y[(int)*label] = (float)(target * own);");
    }

    /// <summary>A term of the divergence between the two b.</summary>
    private static string Binary(CpuContext context, string part) =>
        context.Functions.Call("DivergenceTerm", "teacher" + part, "student" + part, "log" + part);

    /// <summary>The student's share less the teacher's.</summary>
    private static string Difference(CpuContext context, string part) =>
        context.Functions.Call("ShareDifference", "teacher" + part, "student" + part, "log" + part);

    private static void Broadcast(MapWriter map, string name, string value) =>
        map.Writer.Line($"{map.Code.Type} {name} = {map.Code.Broadcast($"(float)({value})")};");

    /// <summary>
    /// The softmaxes over the others, b as <c>studentOwn</c>, <c>studentAll</c> and so on, and the logarithms of the teacher's by the
    /// student's, <c>logOwn</c> and <c>logAll</c>.
    /// </summary>
    private static void EmitPair(CpuContext context, SoftmaxPair pair, DecoupledSoftLabels loss)
    {
        CodeWriter writer = context.Kernels;
        string temperature = CodeWriter.Double(loss.Temperature);
        pair.Emit("(int)*label");
        foreach (string name in new[] { "student", "teacher" })
        {
            writer.Line($"double {name}Below = (double){name}[(int)*label] - {name}Largest;");
            writer.Line($"double {name}Logit = {name}Below / {temperature} - Math.Log({name}Total);");
            foreach (var (part, sign) in new[] { ("Own", ""), ("All", "-") })
            {
                writer.Line($"double {name}Log{part} = {context.Functions.Call("LogSigmoid", $"{sign}{name}Logit")};");
                writer.Line($"double {name}{part} = Math.Exp({name}Log{part});");
            }
        }
        writer.Line($"double difference = (teacherBelow - studentBelow) / {temperature} - shift;");
        writer.Line("double logOwn = teacherLogOwn - studentLogOwn, logAll = teacherLogAll - studentLogAll;");
        writer.Open("if (Math.Abs(difference) <= 1)");
        writer.Comment("The student's sum of powers of both logits, before and after the difference is added to its own.");
        string power = $"studentOwn * (difference + {context.Functions.Call("ScalarExpRemainder", "difference")})";
        writer.Line($"logAll = -{context.Functions.Call("ScalarLogOnePlus", power)};");
        writer.Line("logOwn = difference + logAll;");
        writer.Close();
    }
}
