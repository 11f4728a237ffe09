/** The paper's claims, each as one sentence, and where the paper makes it. */
export const claimTexts = {
  C1: { where: '§3.1, Fig. 2', text: 'Some images are predicted from their high-frequency component alone.' },
  C2: {
    where: '§3.2, Corollary 1',
    text: 'No model is both accurate and robust once ε reaches the distance from x to x_l.',
  },
  C3: { where: '§4.2, Fig. 3', text: 'Shuffled labels take longer to fit.' },
  C4: {
    where: '§4.2, Fig. 3',
    text: 'At equal training accuracy the natural model has learned more of LFC at r = 4 and 8 than the one with shuffled labels.',
  },
  C5: { where: '§4.2, Fig. 3', text: 'With shuffled labels LFC at r = 4 is barely learned.' },
  C6: {
    where: '§4.2, Fig. 3',
    text: 'After its first epoch the natural model has about 40% of LFC at r = 4 right.',
  },
  C7: { where: '§4.1', text: 'Low frequencies are learned first, high frequencies later.' },
  C8: { where: 'Tables 1 and 3', text: 'Trained on x_l, accuracy on x rises with r.' },
  C9: { where: 'Tables 1 and 3', text: 'Low frequencies generalise far better than high frequencies.' },
  C10: { where: 'Tables 1 and 3', text: 'Trained on x_h, accuracy on x is near chance at the larger radii.' },
  C11: { where: 'Table 1', text: 'Both components can be fitted.' },
  C12: { where: '§5.1, Fig. 4', text: 'Smaller batches reach better training and test accuracy.' },
  C13: { where: '§5.1, Fig. 4', text: 'Larger batches have the smaller generalisation gap.' },
  C14: { where: '§5.1, Fig. 4', text: 'Larger batches depend less on high frequencies.' },
  C15: { where: '§5.1, Fig. 5', text: 'Dropout behaves like the vanilla set-up.' },
  C16: { where: '§5.1, Fig. 5', text: 'Mixup takes up more of high frequencies at a similar accuracy.' },
  C17: {
    where: '§5.1, Fig. 5',
    text: 'Batch normalisation takes up more of low and of high frequencies, most at r = 4 and 8, and converges faster.',
  },
  C18: {
    where: '§5.1, Fig. 5',
    text: 'Adversarial training has the lower accuracy and the smaller gap; it is indifferent to high frequencies at r = 12 and 16, and sensitive to them at r = 4.',
  },
  C19: {
    where: '§5.1',
    text: 'ResNet beats LeNet, AlexNet and VGG in accuracy, has the smaller gap, and depends less on high frequencies.',
  },
  C20: { where: '§5.1', text: 'Only SGD picks up high frequencies markedly more than the other optimizers.' },
  C21: {
    where: '§5.2, Fig. 6',
    text: 'On low frequencies alone, batch normalisation helps less the smaller r is.',
  },
  C22: { where: '§6.2, Fig. 7', text: 'First-layer kernels of an adversarially trained model are smoother.' },
  C23: { where: '§6.3, Fig. 7', text: 'Smoothing makes kernels smoother.' },
  C24: { where: 'Tables 2 and 4', text: 'Accuracy on clean images falls with ρ.' },
  C25: {
    where: 'Table 2',
    text: 'Smoothing makes the natural model more robust, at every ε, against FGSM and PGD.',
  },
  C26: { where: 'Table 2', text: 'Smoothing helps the adversarially trained model only at large ε.' },
  C27: {
    where: 'Table 2',
    text: 'The natural model with ρ = 1 beats the adversarially trained one under PGD at ε = 0.09.',
  },
  C28: { where: 'Table 2', text: 'Robust accuracy falls with ε, and PGD is at least as strong as FGSM.' },
  C32: {
    where: '§8',
    text: 'The split by singular values gives far fewer images that are decided by the unseen part.',
  },
} as const;

export type ClaimId = keyof typeof claimTexts;
export const claimIds = Object.keys(claimTexts) as readonly ClaimId[];
