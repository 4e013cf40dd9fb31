using Fusion.Training.Tests.Networks;
using Fusion.Training.Tests.Torch;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Fusion.Training.Tests.Alignments;

/// <summary>Alignments as modules of TorchSharp, beside the same written with TorchSharp's own operations.</summary>
public class ModuleTests
{
    [TorchFact]
    public void A_module_takes_the_weights_that_something_else_has_found()
    {
        AlignmentCase each = AlignmentCase.All.First(other => other.Info.Name == nameof(PlainAlone));
        float[] student = each.StudentFeatures(1), teacher = each.TeacherFeatures(1);
        using var module = new AlignmentModule(PlainAlone.Start(seed: 1));
        module.Alignment.FitLeastSquares(student, teacher);
        float[] fitted = module.Alignment.Weights()["PlainAlone.weight"].Values.ToArray();
        module.Refresh();
        Assert.Equal(fitted, module.get_parameter("weight")!.data<float>().ToArray());
        module.Update();
        Assert.Equal(fitted, module.Alignment.Weights()["PlainAlone.weight"].Values.ToArray());
    }

    [TorchFact]
    public void A_disposed_module_says_so()
    {
        AlignmentCase each = AlignmentCase.All.First(other => other.Info.Name == nameof(PlainAlone));
        var module = new AlignmentModule(PlainAlone.Start(seed: 1));
        module.Dispose();
        using torch.Tensor student = torch.zeros(4, 16, 6, 6), teacher = torch.zeros(4, 48, 6, 6);
        Assert.Throws<ObjectDisposedException>(() => module.call(student, teacher));
        Assert.Throws<ObjectDisposedException>(module.Update);
        Assert.Throws<ObjectDisposedException>(module.Refresh);
    }

    public static TheoryData<int, string> Cases => StandaloneTests.Cases;

    [TorchTheory]
    [MemberData(nameof(Cases))]
    public void Gradients_flow_through_an_alignment_as_through_TorchSharp_s_own(int index, string name)
    {
        using IDisposable scope = torch.NewDisposeScope();
        AlignmentCase each = AlignmentCase.All[index];
        StateDict weights = each.Weights;
        using var module = new AlignmentModule(each.Start(weights, null));
        using ConnectorModule? connector = StandaloneTests.Connector(each, weights);
        // What stands before the alignment has gradients, too; powers of two are exact in both precisions.
        torch.Tensor x = StandaloneTests.Leaf(each.StudentFeatures(1), each.Student),
        t = StandaloneTests.Leaf(each.TeacherFeatures(1), each.Teacher);
        torch.Tensor x32 = x.detach().to(torch.float32).requires_grad_(), t32 = t.detach().to(torch.float32).requires_grad_();
        torch.Tensor expected = each.Torch(connector, x * 0.5, t * 2), found = module.call(x32 * 0.5, t32 * 2);
        Assert.Equal((0, torch.float32), ((int)found.dim(), found.dtype));
        (expected * 3).backward();
        (found * 3).backward();

        StandaloneTests.Close(name, [expected.item<double>()], [found.item<float>()]);
        StandaloneTests.Close(name + " student", TorchLayout.ToValues(x.grad!), x32.grad!.data<float>().ToArray());
        StandaloneTests.Close(name + " teacher", TorchLayout.ToValues(t.grad!), t32.grad!.data<float>().ToArray());
        Assert.Equal(connector?.state_dict().Keys.Order() ?? Enumerable.Empty<string>(),
            module.state_dict().Keys.Concat(Counters(connector)).Order());
        if (connector is null) return;
        double greatest = connector.parameters().Max(parameter => TorchLayout.ToValues(parameter.grad!).Max(Math.Abs));
        foreach (var (parameter, tensor) in module.named_parameters())
            StandaloneTests.Close(parameter, TorchLayout.ToValues(connector.get_parameter(parameter)!.grad!),
                tensor.grad!.data<float>().ToArray(), least: greatest / 10);
        foreach (var (buffer, tensor) in TorchWeights.Buffers(connector))
            StandaloneTests.Close(buffer, TorchLayout.ToValues(tensor), module.get_buffer(buffer)!.data<float>().ToArray());
    }

    [TorchTheory]
    [MemberData(nameof(Cases))]
    public void Without_gradients_there_is_only_the_loss(int index, string name)
    {
        using IDisposable scope = torch.NewDisposeScope(), none = torch.no_grad();
        AlignmentCase each = AlignmentCase.All[index];
        using var module = new AlignmentModule(each.Start(each.Weights, null));
        float[] student = each.StudentFeatures(2), teacher = each.TeacherFeatures(2);
        torch.Tensor loss = module.call(Features(student, each.Student), Features(teacher, each.Teacher));
        Assert.False(loss.requires_grad);
        Assert.Equal((name, module.Alignment.Forward(student, teacher)), (name, loss.item<float>()));
    }

    [TorchFact]
    public void An_optimiser_of_TorchSharp_trains_a_student_and_the_connector()
    {
        using IDisposable scope = torch.NewDisposeScope();
        AlignmentCase each = AlignmentCase.All.First(candidate => candidate.Info.Name == nameof(PlainAlone));
        using var module = new AlignmentModule(each.Start(each.Weights, null));
        using ConnectorModule connector = StandaloneTests.Connector(each, each.Weights)!;
        connector.to(torch.float32);
        torch.random.manual_seed(1);
        using var stage = Conv2d(3, 16, 3, 2, 1);
        using var other = Conv2d(3, 16, 3, 2, 1);
        other.load_state_dict(stage.state_dict());
        var optimizer = torch.optim.AdamW(stage.parameters().Concat(module.parameters()), 0.01);
        var reference = torch.optim.AdamW(other.parameters().Concat(connector.parameters()), 0.01);
        var losses = new List<float>();
        for (int step = 0; step < 30; step++)
        {
            torch.Tensor images = torch.randn(4, 3, 12, 12), teacher = torch.randn(4, 48, 6, 6);
            torch.Tensor loss = module.call(stage.call(images), teacher), expected = each.Torch(connector, other.call(images), teacher);
            foreach ((torch.optim.Optimizer moved, torch.Tensor value) in new[] { (optimizer, loss), (reference, expected) })
            {
                moved.zero_grad();
                value.backward();
                moved.step();
            }

            losses.Add(loss.item<float>());
            Assert.Equal(expected.item<float>(), losses[^1], 1e-4f * losses[^1]);
        }

        Assert.True(losses[^1] < losses[0] * 0.9, string.Join(" ", losses));
        module.Update();
        Assert.Equal(module.get_parameter("weight")!.data<float>().ToArray(),
            module.Alignment.Weights()["PlainAlone.weight"].Values.ToArray());
    }

    [TorchFact]
    public void Weights_go_into_the_module_and_back()
    {
        AlignmentCase each = AlignmentCase.All.First(candidate => candidate.HasNorm);
        using var module = new AlignmentModule(each.Start(each.Weights, null));
        var other = new StateDict();
        foreach (WeightTensor tensor in module.ToStateDict().Tensors)
            other.Add(tensor.Name, tensor.Dimensions, [.. tensor.Values.ToArray().Select(value => value + 1)]);
        module.LoadStateDict(other);
        module.Update();
        foreach (WeightTensor tensor in other.Tensors)
            Assert.Equal(tensor.Values, module.Alignment.Weights()[$"{each.Info.Name}.{tensor.Name}"].Values);
    }

    [TorchFact]
    public void Other_shapes_and_types_are_refused()
    {
        using IDisposable scope = torch.NewDisposeScope();
        AlignmentCase each = AlignmentCase.All.First(candidate => candidate.Info.Name == nameof(PlainAlone));
        using var module = new AlignmentModule(each.Start(each.Weights, null));
        torch.Tensor student = torch.zeros(4, 16, 6, 6), teacher = torch.zeros(4, 48, 6, 6);
        Assert.Equal(
            "student: a tensor (3, 16, 6, 6) was given; (4, 16, 6, 6) was expected, the declared batch of samples with their channels "
            + "first. (Parameter 'student')",
            Assert.Throws<ArgumentException>(() => module.call(student[..3], teacher)).Message);
        Assert.Equal(
            "teacher: a tensor of Float64 on cpu was given; Float32 on the processor was expected, as after '.to(torch.float32).cpu()'. "
            + "(Parameter 'teacher')",
            Assert.Throws<ArgumentException>(() => module.call(student, teacher.to(torch.float64))).Message);
        student[0, 0, 0, 0] = float.NaN;
        Assert.Throws<TrainingException>(() => module.call(student.requires_grad_(), teacher));
    }

    private static IEnumerable<string> Counters(ConnectorModule? connector) =>
        connector?.state_dict().Keys.Where(name => name.EndsWith("num_batches_tracked", StringComparison.Ordinal)) ?? [];

    private static torch.Tensor Features(float[] values, TensorInfo tensor) => TorchLayout.ToTensor(
        Array.ConvertAll(values, value => (double)value), Shape.Of([.. tensor.Dimensions]), torch.ScalarType.Float32);
}
