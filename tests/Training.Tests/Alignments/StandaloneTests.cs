using Fusion.Training.Tests.Networks;
using Fusion.Training.Tests.Sessions;
using Fusion.Training.Tests.Torch;
using TorchSharp;

namespace Fusion.Training.Tests.Alignments;

/// <summary>Alignments that stand alone.</summary>
public class StandaloneTests
{
    private const float Weight = 3;

    public static TheoryData<int, string> Cases
    {
        get
        {
            var data = new TheoryData<int, string>();
            for (int i = 0; i < AlignmentCase.All.Count; i++) data.Add(i, AlignmentCase.All[i].Info.Name);
            return data;
        }
    }

    [TorchTheory]
    [MemberData(nameof(Cases))]
    public void Loss_and_gradients_agree_with_TorchSharp(int index, string name)
    {
        AlignmentCase each = AlignmentCase.All[index];
        StateDict weights = each.Weights;
        using AlignmentSession session = each.Start(weights, null);
        float[] student = each.StudentFeatures(1), teacher = each.TeacherFeatures(1);
        float[] studentGradient = new float[student.Length], teacherGradient = new float[teacher.Length];
        float loss = session.Backward(student, teacher, studentGradient, teacherGradient, Weight);

        using IDisposable scope = torch.NewDisposeScope();
        using ConnectorModule? connector = Connector(each, weights);
        torch.Tensor x = Leaf(student, each.Student), t = Leaf(teacher, each.Teacher);
        torch.Tensor value = each.Torch(connector, x, t);
        (value * Weight).backward();
        Close(name, [value.item<double>()], [loss]);
        Close(name + " student", TorchLayout.ToChannelsLast(x.grad!), studentGradient);
        Close(name + " teacher", TorchLayout.ToChannelsLast(t.grad!), teacherGradient);
        if (connector is null) return;
        // Of what a norm, a softmax or the loss takes away again, the gradient is 0, a sum that cancels.
        double greatest = connector.named_parameters().Max(pair => TorchLayout.ToValues(pair.parameter.grad!).Max(Math.Abs));
        foreach (var (parameter, tensor) in connector.named_parameters())
            Close(parameter, TorchLayout.ToValues(tensor.grad!), session.Gradient($"{name}.{parameter}").ToArray(), least: greatest / 10);
        foreach (var (buffer, tensor) in TorchWeights.Buffers(connector))
            Close(buffer, TorchLayout.ToValues(tensor), session.Weights()[$"{name}.{buffer}"].Values.ToArray());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_program_gives_the_same_loss_and_gradients(int index, string name)
    {
        AlignmentCase each = AlignmentCase.All[index];
        float[] student = each.StudentFeatures(2), teacher = each.TeacherFeatures(2), found = new float[student.Length];
        float[] expected = new float[student.Length], teacherGradient = new float[teacher.Length];
        using AlignmentSession session = each.Start(each.Weights, null);
        float loss = session.Backward(student, teacher, expected, teacherGradient, 1);
        Close(name, [loss], [session.Forward(student, teacher)]);
        Close(name, [loss], [session.Backward(student, teacher, found, null, 1)]);
        Close(name, Array.ConvertAll(expected, value => (double)value), found);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_instruction_set_and_number_of_threads_gives_the_same_bits(int index, string name)
    {
        AlignmentCase each = AlignmentCase.All[index];
        float[] student = each.StudentFeatures(3), teacher = each.TeacherFeatures(3);
        float[]? first = null;
        foreach (InstructionSet set in new[] { InstructionSet.Avx512, InstructionSet.Avx2, InstructionSet.Portable })
        {
            foreach (int threads in new[] { 1, 5 })
            {
                using AlignmentSession session = each.Start(
                    each.Weights, new NetworkOptions { InstructionSet = set, Threads = threads });
                float[] gradient = new float[student.Length], alone = new float[student.Length], other = new float[teacher.Length];
                float[] found =
                [
                    session.Forward(student, teacher), session.Backward(student, teacher, alone, null, Weight), .. alone,
                    session.Backward(student, teacher, gradient, other, Weight), .. gradient, .. other,
                    .. session.Weights().Tensors.SelectMany(tensor => tensor.Values.ToArray()),
                ];
                first ??= found;
                Assert.True(found.AsSpan().SequenceEqual(first), $"{name} on {set} with {threads} threads");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Nothing_is_allocated(int index, string name)
    {
        AlignmentCase each = AlignmentCase.All[index];
        float[] student = each.StudentFeatures(4), teacher = each.TeacherFeatures(4);
        float[] studentGradient = new float[student.Length], teacherGradient = new float[teacher.Length];
        using AlignmentSession session = each.Start(each.Weights, null);
        void Run()
        {
            session.Forward(student, teacher);
            session.Backward(student, teacher, studentGradient, null, 1);
            session.Backward(student, teacher, studentGradient, teacherGradient, 1);
        }
        for (int i = 0; i < 3; i++) Run();
        Assert.Equal((name, 0), (name, Allocations.Least(Run)));
    }

    [TorchFact]
    public void Adam_moves_the_connector_as_TorchSharp_does()
    {
        AlignmentCase each = AlignmentCase.All.First(candidate => candidate.Info.Name == nameof(PlainAlone));
        StateDict weights = each.Weights;
        using PlainAlone session = PlainAlone.Start(weights);
        using ConnectorModule connector = Connector(each, weights)!;
        var optimizer = torch.optim.Adam(connector.parameters(), 0.01);
        Move(each, connector, optimizer, (student, teacher, gradient) => session.Step(student, teacher, gradient, 0.01f, Weight));
        foreach (var (parameter, tensor) in connector.named_parameters())
            Close(parameter, TorchLayout.ToValues(tensor), session.Weights()["PlainAlone." + parameter].Values.ToArray(), 1e-4);
        Assert.Equal(5, session.StepCount);
    }

    [TorchFact]
    public void Sgd_moves_the_connector_and_its_running_statistics_as_TorchSharp_does()
    {
        AlignmentCase each = AlignmentCase.All.First(candidate => candidate.Info.Name == nameof(NormAlone));
        StateDict weights = each.Weights;
        using NormAlone session = NormAlone.Start(weights);
        using ConnectorModule connector = Connector(each, weights)!;
        // Norms do not decay.
        var optimizer = torch.optim.SGD(
            [new TorchSharp.Modules.SGD.ParamGroup(
                connector.named_parameters().Where(pair => pair.name == "weight").Select(pair => pair.parameter), 0.05, 0.9,
                weight_decay: 1e-3),
            new TorchSharp.Modules.SGD.ParamGroup(
                connector.named_parameters().Where(pair => pair.name != "weight").Select(pair => pair.parameter), 0.05, 0.9)], 0.05, 0.9);
        Move(each, connector, optimizer, (student, teacher, gradient) => session.Step(student, teacher, gradient, 0.05f, Weight));
        foreach (var (parameter, tensor) in connector.named_parameters().Select(pair => (pair.name, (torch.Tensor)pair.parameter))
            .Concat(TorchWeights.Buffers(connector)))
            Close(parameter, TorchLayout.ToValues(tensor), session.Weights()["NormAlone." + parameter].Values.ToArray(), 1e-4);
    }

    private static void Move(
        AlignmentCase each, ConnectorModule connector, torch.optim.Optimizer optimizer, Func<float[], float[], float[], float> step)
    {
        for (int i = 0; i < 5; i++)
        {
            using IDisposable scope = torch.NewDisposeScope();
            float[] student = each.StudentFeatures(10 + i), teacher = each.TeacherFeatures(10 + i);
            optimizer.zero_grad();
            torch.Tensor value = each.Torch(connector, Leaf(student, each.Student), Leaf(teacher, each.Teacher));
            (value * Weight).backward();
            optimizer.step();
            Close("loss", [value.item<double>()], [step(student, teacher, new float[student.Length])]);
        }
    }

    internal static ConnectorModule? Connector(AlignmentCase each, StateDict weights)
    {
        torch.set_num_threads(1);
        if (each.Info.Parameters.Count == 0) return null;
        IReadOnlyList<int> dimensions = weights[each.Info.Name + ".weight"].Dimensions;
        var connector = new ConnectorModule(each.Info.Name, dimensions[1], dimensions[0], each.HasBias, each.HasNorm);
        connector.to(torch.ScalarType.Float64);
        TorchWeights.Load(connector, weights.Tensors.ToDictionary(
            tensor => tensor.Name[(each.Info.Name.Length + 1)..],
            tensor => Array.ConvertAll(tensor.Values.ToArray(), value => (double)value)));
        connector.train();
        return connector;
    }

    internal static torch.Tensor Leaf(float[] values, TensorInfo tensor) => TorchLayout.ToTensor(
        Array.ConvertAll(values, value => (double)value), Shape.Of([.. tensor.Dimensions]), torch.ScalarType.Float64).requires_grad_();

    /// <summary>Relatively to the greatest.</summary>
    internal static void Close(string name, double[] expected, float[] found, double tolerance = 1e-5, double least = 0)
    {
        Assert.Equal(expected.Length, found.Length);
        double greatest = Math.Max(least, expected.Max(Math.Abs)), error = expected.Zip(found, (left, right) => Math.Abs(left - right))
            .Max();
        Assert.True(error <= tolerance * greatest, $"{name}: off by {error:E2}, the greatest is {greatest:E2}.");
    }
}
