using Fusion.Compiler.Emit.Cpu.Maps;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>
/// Decoupled soft labels and their gradients, pixel by pixel. The softmax over the classes without the label's is that of logits of which
/// the label's is minus infinity; b is the sigmoid of the label's logit below the logarithm of their sum, in double precision.
/// </summary>
internal static class DecoupledSoftLabelsEmitter
{
    public static void EmitValue(ChunkWriter chunk)
    {
        var loss = (DecoupledSoftLabels)chunk.Plan.Operation;
        var pair = new SoftmaxPair(chunk.Context, chunk.Plan.Inputs[0].Channels, loss.Temperature);
        pair.Declare(KernelText.Scratch(chunk.Plan), withTerms: true);
        chunk.OpenPixels("student", "teacher", "label");
        EmitPair(chunk.Context, pair, loss);
        pair.EmitTerms();
        string rest = $"{pair.TermsTotal} / teacherTotal + (Math.Log(studentTotal) - Math.Log(teacherTotal))";
        chunk.Writer.Line($"total += {CodeWriter.Double(loss.Target)} * (own + all) + {CodeWriter.Double(loss.Others)} * ({rest});");
        chunk.ClosePixels();
    }

    public static void EmitGradient(MapWriter map)
    {
        var gradient = (LossGradient)map.Plan.Operation;
        var loss = (DecoupledSoftLabels)gradient.Loss;
        CodeWriter writer = map.Writer;
        VectorCode code = map.Code;
        var pair = new SoftmaxPair(map.Context, map.Output.Channels, loss.Temperature);
        pair.Declare(KernelText.Scratch(map.Plan), withTerms: gradient.Input == 1);
        string factor = CodeWriter.Double(loss.Temperature / map.Output.Pixels);
        writer.Line($"double scale = (double){LossGradientEmitter.Seed(map)} * {factor};");
        writer.Line($"double target = scale * {CodeWriter.Double(loss.Target)}, others = scale * {CodeWriter.Double(loss.Others)};");
        map.OpenPixels("student", "teacher", "label");
        EmitPair(map.Context, pair, loss);
        if (gradient.Input == 0) EmitStudent(map);
        else EmitTeacher(map, pair);
        map.ClosePixels("student", "teacher", "label");
    }

    private static void EmitStudent(MapWriter map)
    {
        VectorCode code = map.Code;
        map.Writer.Line("double change = Math.Exp(studentAll) - Math.Exp(teacherAll);");
        Broadcast(map, "studentShare", "(others + target * change) / studentTotal");
        Broadcast(map, "teacherShare", "others / teacherTotal");
        map.Channels(map.Output.Channels, c => map.Writer.Line(
            $"{code.Type} v = {code.Load("studentExp" + c)} * studentShare - {code.Load("teacherExp" + c)} * teacherShare;"));
        map.Writer.Line("y[(int)*label] = (float)(target * (Math.Exp(studentOwn) - Math.Exp(teacherOwn)));");
    }

    private static void EmitTeacher(MapWriter map, SoftmaxPair pair)
    {
        VectorCode code = map.Code;
        pair.EmitTerms();
        map.Writer.Line("double divergence = own + all;");
        Broadcast(map, "mean", $"{pair.TermsTotal} / teacherTotal");
        Broadcast(map, "termShare", "others / teacherTotal");
        Broadcast(map, "share", "target * (all - Math.Exp(teacherAll) * divergence) / teacherTotal");
        map.Channels(map.Output.Channels, c =>
        {
            map.Writer.Line($"{code.Type} e = {code.Load("teacherExp" + c)};");
            map.Writer.Line($"{code.Type} v = ({code.Load("terms" + c)} - e * mean) * termShare + e * share;");
        });
        map.Writer.Line("y[(int)*label] = (float)(target * (own - Math.Exp(teacherOwn) * divergence));");
    }

    private static void Broadcast(MapWriter map, string name, string value) =>
        map.Writer.Line($"{map.Code.Type} {name} = {map.Code.Broadcast($"(float)({value})")};");

    /// <summary>
    /// The softmaxes over the others, the logarithms of b as <c>studentOwn</c>, <c>studentAll</c> and so on, and the terms of the
    /// divergence between them, <c>own</c> and <c>all</c>, which are 0 where the teacher's share is.
    /// </summary>
    private static void EmitPair(CpuContext context, SoftmaxPair pair, DecoupledSoftLabels loss)
    {
        CodeWriter writer = context.Kernels;
        pair.Emit("(int)*label");
        foreach (string name in new[] { "student", "teacher" })
        {
            string below = $"((double){name}[(int)*label] - {name}Largest) / {CodeWriter.Double(loss.Temperature)}";
            writer.Line($"double {name}Logit = {below} - Math.Log({name}Total);");
            writer.Line($"double {name}Own = {context.Functions.Call("LogSigmoid", name + "Logit")};");
            writer.Line($"double {name}All = {context.Functions.Call("LogSigmoid", $"-{name}Logit")};");
        }
        foreach (string term in new[] { "Own", "All" })
        {
            string share = $"Math.Exp(teacher{term})";
            writer.Line($"double {term.ToLowerInvariant()} = {share} == 0 ? 0 : {share} * (teacher{term} - student{term});");
        }
    }
}
