import { OrderButton } from './order-button';

export default function Page() {
  return <OrderButton />;
}
